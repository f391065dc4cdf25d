package dev.jpod.transfer;

import dev.jpod.image.StoredContent;
import java.util.List;

/**
 * An image of the store on its way elsewhere.
 *
 * @param names what it is called there; may be empty
 */
public record Departing(StoredContent content, List<String> names) {
  public Departing {
    names = List.copyOf(names);
  }
}
