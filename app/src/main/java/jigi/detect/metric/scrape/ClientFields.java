package jigi.detect.metric.scrape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Problems;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.docker.DockerConnection;
import org.jspecify.annotations.Nullable;

/** The keys by which Prometheus's clients of HTTP are configured. */
final class ClientFields {
  private static final Field<String> USER =
      Field.optional("username", Shapes.text(), "The account.");
  private static final Field<String> USER_FILE =
      Field.optional("username_file", Shapes.text(), "A file that holds it.");
  private static final Field<String> PASSWORD =
      Field.optional("password", Shapes.text(), "Its password.");
  private static final Field<String> PASSWORD_FILE =
      Field.optional("password_file", Shapes.text(), "A file that holds the password.");
  private static final Field<Values> BASIC =
      Field.optional(
          "basic_auth",
          ObjectShape.of("basic_auth", List.of(USER, USER_FILE, PASSWORD, PASSWORD_FILE), v -> v),
          "Name and password.");

  private static final Field<String> TYPE =
      Field.optional("type", Shapes.text(), "Bearer", "The scheme.");
  private static final Field<String> CREDENTIALS =
      Field.optional("credentials", Shapes.text(), "The token.");
  private static final Field<String> CREDENTIALS_FILE =
      Field.optional("credentials_file", Shapes.text(), "A file that holds it.");
  private static final Field<Values> AUTHORIZATION =
      Field.optional(
          "authorization",
          ObjectShape.of("authorization", List.of(TYPE, CREDENTIALS, CREDENTIALS_FILE), v -> v),
          "The header Authorization.");
  private static final Field<String> BEARER =
      Field.optional("bearer_token", Shapes.text(), "A bearer token.");
  private static final Field<String> BEARER_FILE =
      Field.optional("bearer_token_file", Shapes.text(), "A file that holds it.");

  private static final Field<String> CA =
      Field.optional("ca_file", Shapes.text(), "A PEM file of the authorities to trust.");
  private static final Field<String> CERTIFICATE =
      Field.optional("cert_file", Shapes.text(), "A PEM file with our own certificate.");
  private static final Field<String> KEY =
      Field.optional("key_file", Shapes.text(), "A PEM file with its key.");
  private static final Field<String> SERVER_NAME =
      Field.optional("server_name", Shapes.text(), "The name that the certificate must have.");
  private static final Field<Boolean> SKIP =
      Field.optional(
          "insecure_skip_verify", Shapes.bool(), "false", "Whether any certificate is taken.");
  private static final Field<Boolean> IN_LINE_CA =
      refused("ca", "a certificate in the file itself is not read", "write ca_file");
  private static final Field<Boolean> IN_LINE_CERT =
      refused("cert", "a certificate in the file itself is not read", "write cert_file");
  private static final Field<Boolean> IN_LINE_KEY =
      refused("key", "a key in the file itself is not read", "write key_file");

  /** {@code tls_config}. */
  static final Field<Values> TLS =
      Field.optional(
          "tls_config",
          ObjectShape.of(
              "tls_config",
              List.of(
                  CA,
                  CERTIFICATE,
                  KEY,
                  SERVER_NAME,
                  SKIP,
                  IN_LINE_CA,
                  IN_LINE_CERT,
                  IN_LINE_KEY,
                  Whatever.ignored("min_version"),
                  Whatever.ignored("max_version")),
              v -> v),
          "How targets are trusted.");

  private static final Field<Boolean> FOLLOW =
      Field.optional("follow_redirects", Shapes.bool(), "true", "Whether redirects are followed.");
  private static final Field<Boolean> COMPRESSION =
      Field.optional("enable_compression", Shapes.bool(), "true", "Whether gzip is asked for.");

  private static final Field<List<String>> VALUES =
      Field.optional("values", Shapes.listOf(Shapes.text()), "Values.");
  private static final Field<List<String>> FILES =
      Field.optional("files", Shapes.listOf(Shapes.text()), "Files that hold values.");
  private static final Field<List<String>> SECRETS =
      Field.optional("secrets", Shapes.listOf(Shapes.text()), "Values that are secret.");
  private static final Field<Map<String, Values>> HEADERS =
      Field.optional(
          "http_headers",
          Shapes.mapOf(ObjectShape.of("a header", List.of(VALUES, FILES, SECRETS), v -> v)),
          "Headers besides.");

  private ClientFields() {}

  private static Field<Boolean> refused(String name, String what, String hint) {
    return Whatever.refused(name, what, hint);
  }

  static List<Field<?>> all() {
    List<Field<?>> all =
        new ArrayList<>(
            List.of(
                BASIC,
                AUTHORIZATION,
                BEARER,
                BEARER_FILE,
                TLS,
                FOLLOW,
                COMPRESSION,
                HEADERS,
                Whatever.ignored("enable_http2"),
                Whatever.refused(
                    "oauth2", "OAuth 2 is not spoken", "take a token: authorization")));
    for (String proxy :
        List.of("proxy_url", "proxy_from_environment", "no_proxy", "proxy_connect_header")) {
      all.add(Whatever.refused(proxy, "targets are asked without a proxy", "remove it"));
    }
    return all;
  }

  static ScrapeConfig.Client client(Values values, Problems problems) {
    return new ScrapeConfig.Client(
        credentials(values, problems),
        tls(values),
        values.get(FOLLOW),
        values.get(COMPRESSION),
        headers(values, problems));
  }

  private static ScrapeConfig.@Nullable Credentials credentials(Values values, Problems problems) {
    List<ScrapeConfig.Credentials> all = new ArrayList<>();
    Values basic = values.find(BASIC);
    if (basic != null) {
      ScrapeConfig.Word user = word(basic, USER, USER_FILE, null);
      ScrapeConfig.Word password = word(basic, PASSWORD, PASSWORD_FILE, problems);
      all.add(
          new ScrapeConfig.Credentials(
              "Basic",
              user == null ? ScrapeConfig.Word.of("") : user,
              password == null ? ScrapeConfig.Word.of("") : password));
    }
    Values header = values.find(AUTHORIZATION);
    if (header != null) {
      ScrapeConfig.Word token = word(header, CREDENTIALS, CREDENTIALS_FILE, problems);
      if (token != null) {
        all.add(new ScrapeConfig.Credentials(header.get(TYPE), null, token));
      }
    }
    ScrapeConfig.Word bearer = word(values, BEARER, BEARER_FILE, problems);
    if (bearer != null) {
      all.add(new ScrapeConfig.Credentials("Bearer", null, bearer));
    }
    if (all.size() > 1) {
      problems.error(
          values.placeOf(basic == null ? AUTHORIZATION : BASIC),
          "two-credentials",
          "a target is shown one of basic_auth, authorization and bearer_token",
          "keep one of them");
    }
    return all.isEmpty() ? null : all.getFirst();
  }

  /** Null when neither is there. */
  private static ScrapeConfig.@Nullable Word word(
      Values values, Field<String> written, Field<String> file, @Nullable Problems secret) {
    String path = values.find(file);
    if (path != null) {
      return new ScrapeConfig.Word(null, new Secret(Secret.Source.FILE, path));
    }
    String text = values.find(written);
    if (text != null && secret != null) {
      secret.warning(
          values.placeOf(written),
          "secret-in-manual",
          "'" + written.name() + "' stands in the manual, where all who see the manual see it",
          "write " + file.name());
    }
    return text == null ? null : ScrapeConfig.Word.of(text);
  }

  private static ScrapeConfig.TlsConfig tls(Values values) {
    Values tls = values.find(TLS);
    return tls == null ? ScrapeConfig.TlsConfig.USUAL : tlsOf(tls);
  }

  private static ScrapeConfig.TlsConfig tlsOf(Values tls) {
    String key = tls.find(KEY);
    if ((key == null) != (tls.find(CERTIFICATE) == null)) {
      tls.error(
          key == null ? CERTIFICATE : KEY,
          "incomplete-certificate",
          "a client's certificate needs both cert_file and key_file",
          "add the other one");
    }
    return new ScrapeConfig.TlsConfig(
        tls.find(CA),
        tls.find(CERTIFICATE),
        key == null ? null : new ScrapeConfig.Word(null, new Secret(Secret.Source.FILE, key)),
        tls.find(SERVER_NAME),
        tls.get(SKIP));
  }

  /** A daemon that asks for TLS. */
  static DockerConnection secured(DockerConnection daemon, Values values) {
    ScrapeConfig.TlsConfig tls = tlsOf(values);
    ScrapeConfig.Word key = tls.key();
    return daemon.secured(
        tls.ca(), tls.certificate(), key == null ? null : key.secret(), !tls.skipVerify());
  }

  private static Map<String, List<ScrapeConfig.Word>> headers(Values values, Problems problems) {
    Map<String, Values> written = values.find(HEADERS);
    Map<String, List<ScrapeConfig.Word>> all = new LinkedHashMap<>();
    if (written == null) {
      return all;
    }
    written.forEach(
        (name, value) -> {
          List<ScrapeConfig.Word> words = new ArrayList<>();
          orEmpty(value.find(VALUES)).forEach(text -> words.add(ScrapeConfig.Word.of(text)));
          orEmpty(value.find(SECRETS)).forEach(text -> words.add(ScrapeConfig.Word.of(text)));
          orEmpty(value.find(FILES))
              .forEach(
                  file ->
                      words.add(new ScrapeConfig.Word(null, new Secret(Secret.Source.FILE, file))));
          if (!orEmpty(value.find(SECRETS)).isEmpty()) {
            problems.warning(
                value.placeOf(SECRETS),
                "secret-in-manual",
                "'secrets' stands in the manual, where all who see the manual see it",
                "write files");
          }
          all.put(name, List.copyOf(words));
        });
    return all;
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }

  static Shape<Integer> count() {
    return Shapes.integer(0, Integer.MAX_VALUE);
  }
}
