package jigi.present.api.view;

import java.time.Instant;

/**
 * A message that the demo's mailbox received, or that was posted to its chat.
 *
 * @param from empty for a post
 * @param to the receivers' addresses, or the chat's name
 */
public record Mail(String id, Instant at, String from, String to, String subject, String text) {}
