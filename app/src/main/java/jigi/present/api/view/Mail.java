package jigi.present.api.view;

import java.time.Instant;

/** A message that the demo's mailbox received. */
public record Mail(String id, Instant at, String from, String to, String subject, String text) {}
