package jigi.base.access;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.journal.EventDraft;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** Scoped tokens for programs. */
public final class Tokens {
  /**
   * A token that was just made.
   *
   * @param secret shown once and stored nowhere
   */
  public record Made(Token token, String secret) {}

  private static final int SECRET_BYTES = 32;
  private static final String LOCAL = "local-cli";
  private static final String FILE = "cli.token";

  private final Access.Means means;

  Tokens(Access.Means means) {
    this.means = means;
  }

  public List<Token> all() {
    return means.store().read(CredentialRepository::tokens);
  }

  /**
   * Makes a token.
   *
   * @param system what it is good for; {@code *} for all. A command line's token has its user's
   *     grants instead
   * @param user whose grants a {@link Scope#CLI} token has; null for other scopes
   * @param validity null for ever
   * @throws UserError {@code token-needs-user} for a command line's token without a user
   */
  public Made make(
      String name,
      Scope scope,
      String system,
      @Nullable User user,
      @Nullable Duration validity,
      String actor) {
    if (scope == Scope.CLI && user == null) {
      throw new UserError(
          "token-needs-user", "a cli token acts for a user", "name the user it is for");
    }
    Instant now = means.timeline().instant();
    Token token =
        new Token(
            Ids.next(now),
            name,
            scope,
            system,
            scope == Scope.CLI && user != null ? user.id() : null,
            now,
            validity == null ? null : now.plus(validity),
            null);
    return means.store().write(tx -> insert(tx, token, actor));
  }

  private Made insert(Tx tx, Token token, String actor) {
    String secret = "jigi_" + token.scope().tag() + "_" + Ids.secret(SECRET_BYTES);
    CredentialRepository.insertToken(tx.handle(), token, Hash.of(secret));
    means
        .journal()
        .append(
            tx,
            EventDraft.of(AccessEvents.TOKEN_MADE)
                .actor(actor)
                .with("token", token.name())
                .with("scope", token.scope().tag())
                .with("on", token.system()));
    return new Made(token, secret);
  }

  /**
   * @throws UserError {@code no-such-token}
   */
  public void revoke(String id, String actor) {
    means
        .store()
        .change(
            tx -> {
              Token token = CredentialRepository.tokenById(tx.handle(), id);
              if (token == null) {
                throw new UserError(
                    "no-such-token", "there is no token " + id, "jigi token list shows all");
              }
              CredentialRepository.deleteToken(tx.handle(), id);
              means
                  .journal()
                  .append(
                      tx,
                      EventDraft.of(AccessEvents.TOKEN_REVOKED)
                          .actor(actor)
                          .with("token", token.name()));
            });
  }

  /**
   * Sees to it that the data directory's {@code cli.token} (mode 0600) holds a good token with an
   * administrator's grants: whoever can read the data directory owns the house anyway.
   *
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path localFile(Path data) throws IOException {
    Path file = data.resolve(FILE);
    if (Files.exists(file) && isGood(Files.readString(file).strip())) {
      return file;
    }
    Instant now = means.timeline().instant();
    Token token = new Token(Ids.next(now), LOCAL, Scope.CLI, "*", null, now, null, null);
    Made made =
        means
            .store()
            .write(
                tx -> {
                  CredentialRepository.tokens(tx.handle()).stream()
                      .filter(old -> old.scope() == Scope.CLI && old.user() == null)
                      .forEach(old -> CredentialRepository.deleteToken(tx.handle(), old.id()));
                  return insert(tx, token, "jigi");
                });
    writePrivately(file, made.secret() + "\n");
    return file;
  }

  private boolean isGood(String secret) {
    String hash = Hash.of(secret);
    return means.store().read(handle -> CredentialRepository.tokenByHash(handle, hash)) != null;
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
