package jigi.present.api.http;

/** Answers whatever is asked on a port; the house's {@link Front}, or who stands in for it. */
public interface Answerer {
  /** Never fails: what goes wrong is an answer, too. */
  Reply answer(Exchange exchange);
}
