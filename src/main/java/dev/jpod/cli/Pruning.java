package dev.jpod.cli;

/** A kind of thing of which all that is unused can be removed at once. */
interface Pruning {
  /** Says what is removed, and the options of its own. */
  void describe(Syntax syntax);

  /** What would be lost, as a sentence without its end. */
  String loss(Arguments arguments);

  /** How to see what there is before saying yes. */
  String hint();

  /** Removes it, and says what it was. */
  void prune(Arguments arguments, Wiring wiring);

  /** Says what was removed, by its name. */
  static void tell(String name, Wiring wiring) {
    if (!wiring.isQuiet()) {
      wiring.console().out().line(name);
    }
  }
}
