package jigi.detect.discovery;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.kernel.Hash;
import org.jspecify.annotations.Nullable;

/** Certificates in files (RFC 7468, RFC 5280). */
final class Certificates {
  private static final int DNS_NAME = 2;
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)\\s*CN=([^,]+)");

  private Certificates() {}

  /** A server's certificate in a file. */
  record InFile(String path, List<String> names, String digest) {}

  /**
   * The servers' certificates among the files, each once; authorities' own are left out.
   *
   * @param pems the first certificate of each file, by its path
   */
  static List<InFile> of(Map<String, String> pems) {
    Map<String, InFile> all = new LinkedHashMap<>();
    pems.forEach(
        (path, pem) -> {
          X509Certificate read = read(pem);
          if (read != null && isServers(read)) {
            all.putIfAbsent(digest(read), new InFile(path, names(read), digest(read)));
          }
        });
    return List.copyOf(all.values());
  }

  /** One that signs itself may call itself an authority; it still is for a host's name. */
  private static boolean isServers(X509Certificate certificate) {
    return certificate.getBasicConstraints() < 0
        || certificate.getExtensionValue(ALTERNATIVE_NAMES) != null;
  }

  private static @Nullable X509Certificate read(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      return null; // a file of that name may be anything
    }
  }

  /** The names that it is for; the common name where it has no others. */
  static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> each : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (each.getFirst().equals(DNS_NAME)) {
          names.add(String.valueOf(each.get(1)));
        }
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    if (names.isEmpty()) {
      Matcher common =
          COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName("RFC1779"));
      if (common.find() && common.group(1).matches("[A-Za-z0-9.*-]+")) {
        names.add(common.group(1));
      }
    }
    return names;
  }

  static String digest(X509Certificate certificate) {
    try {
      return Hash.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }
}
