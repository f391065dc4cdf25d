package dev.jpod.manifest;

/** A value that is not of the form that its field asks for; it does not know where it stands. */
final class Mistake extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;
  private final String hint;

  Mistake(String sentence, String hint) {
    super(sentence, null, false, false);
    this.sentence = sentence;
    this.hint = hint;
  }

  String sentence() {
    return sentence;
  }

  String hint() {
    return hint;
  }
}
