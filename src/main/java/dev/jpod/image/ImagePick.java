package dev.jpod.image;

/** Which of the images is meant that lie together in an archive or a layout. */
public sealed interface ImagePick {
  /** All that are there. */
  record Every() implements ImagePick {}

  /** The one that is there; several are refused. */
  record Only() implements ImagePick {}

  /** The one of a name: in layouts the very annotation, in docker-archives a whole reference. */
  record Named(String name) implements ImagePick {}

  /** The one at a place, counted from 0. */
  record At(int position) implements ImagePick {}
}
