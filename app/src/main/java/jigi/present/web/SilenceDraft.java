package jigi.present.web;

/**
 * What the form of a silence begins with.
 *
 * @param system empty for none in particular
 * @param matchers conditions on labels; empty for none yet
 */
public record SilenceDraft(String system, String matchers) {}
