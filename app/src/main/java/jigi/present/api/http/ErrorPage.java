package jigi.present.api.http;

/** Draws a refused request for a browser. */
public interface ErrorPage {
  /**
   * @param id what a person tells us about an error of ours; empty when it was not ours
   */
  Reply.Content draw(Exchange exchange, Problem problem, String id);
}
