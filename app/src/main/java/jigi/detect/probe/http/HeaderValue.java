package jigi.detect.probe.http;

import jigi.base.config.Secret;
import jigi.detect.probe.SecretReader;

/** A header's value as the manual writes it. */
sealed interface HeaderValue {
  String read(SecretReader secrets) throws Secret.Missing;

  record Plain(String text) implements HeaderValue {
    @Override
    public String read(SecretReader secrets) {
      return text;
    }
  }

  record Hidden(Secret secret) implements HeaderValue {
    @Override
    public String read(SecretReader secrets) throws Secret.Missing {
      return secrets.read(secret);
    }
  }
}
