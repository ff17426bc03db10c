package jigi.operate.deploy.env;

import java.util.regex.Pattern;

/** Which variables of env files hold secrets: their names say so. */
public final class Secrets {
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i).*(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|WEBHOOK|(API|ACCESS|PRIVATE)_?KEY).*");

  private Secrets() {}

  /** Whether a variable of that name holds one. */
  public static boolean names(String variable) {
    return NAMED.matcher(variable).matches();
  }
}
