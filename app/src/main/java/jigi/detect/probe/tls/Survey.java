package jigi.detect.probe.tls;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.DeadlineInput;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Status;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.Sample;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS server takes when it is offered nothing better: a connection for each protocol, and
 * one for each weak cipher suite that it takes. Numbers and names are those of
 * https://www.iana.org/assignments/tls-parameters
 */
record Survey(List<Hello.Protocol> protocols, List<String> weak) {
  private static final List<Integer> MODERN = List.of(0x1301, 0x1302, 0x1303);

  private static final List<Integer> USUAL =
      List.of(
          0xc02f, 0xc030, 0xc02b, 0xc02c, 0xcca8, 0xcca9, 0xc013, 0xc014, 0xc009, 0xc00a, 0xc027,
          0xc028, 0x009c, 0x009d, 0x009e, 0x009f, 0x002f, 0x0035, 0x0033, 0x0039, 0x003c, 0x003d);

  /** Without encryption, without authentication, export, DES, 3DES and RC4. */
  private static final Map<Integer, String> WEAK = weakSuites();

  private static Map<Integer, String> weakSuites() {
    Map<Integer, String> all = new LinkedHashMap<>();
    all.put(0x0001, "RSA_WITH_NULL_MD5");
    all.put(0x0002, "RSA_WITH_NULL_SHA");
    all.put(0x003b, "RSA_WITH_NULL_SHA256");
    all.put(0xc006, "ECDHE_ECDSA_WITH_NULL_SHA");
    all.put(0xc010, "ECDHE_RSA_WITH_NULL_SHA");
    all.put(0xc015, "ECDH_anon_WITH_NULL_SHA");
    all.put(0x0003, "RSA_EXPORT_WITH_RC4_40_MD5");
    all.put(0x0006, "RSA_EXPORT_WITH_RC2_CBC_40_MD5");
    all.put(0x0008, "RSA_EXPORT_WITH_DES40_CBC_SHA");
    all.put(0x0014, "DHE_RSA_EXPORT_WITH_DES40_CBC_SHA");
    all.put(0x0009, "RSA_WITH_DES_CBC_SHA");
    all.put(0x0015, "DHE_RSA_WITH_DES_CBC_SHA");
    all.put(0x000a, "RSA_WITH_3DES_EDE_CBC_SHA");
    all.put(0x0016, "DHE_RSA_WITH_3DES_EDE_CBC_SHA");
    all.put(0xc008, "ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA");
    all.put(0xc012, "ECDHE_RSA_WITH_3DES_EDE_CBC_SHA");
    all.put(0x0004, "RSA_WITH_RC4_128_MD5");
    all.put(0x0005, "RSA_WITH_RC4_128_SHA");
    all.put(0xc007, "ECDHE_ECDSA_WITH_RC4_128_SHA");
    all.put(0xc011, "ECDHE_RSA_WITH_RC4_128_SHA");
    all.put(0x0018, "DH_anon_WITH_RC4_128_MD5");
    all.put(0x001b, "DH_anon_WITH_3DES_EDE_CBC_SHA");
    all.put(0x0034, "DH_anon_WITH_AES_128_CBC_SHA");
    all.put(0x003a, "DH_anon_WITH_AES_256_CBC_SHA");
    all.put(0x006c, "DH_anon_WITH_AES_128_CBC_SHA256");
    all.put(0x006d, "DH_anon_WITH_AES_256_CBC_SHA256");
    all.put(0x00a6, "DH_anon_WITH_AES_128_GCM_SHA256");
    all.put(0x00a7, "DH_anon_WITH_AES_256_GCM_SHA384");
    all.put(0xc018, "ECDH_anon_WITH_AES_128_CBC_SHA");
    all.put(0xc019, "ECDH_anon_WITH_AES_256_CBC_SHA");
    return java.util.Collections.unmodifiableMap(all);
  }

  /** Whom to ask, and how long. */
  record Asked(CheckContext context, Endpoint target, String name, Set<String> allow) {
    private Hello.@Nullable Choice ask(Hello hello, Deadline deadline)
        throws WireException, InterruptedException {
      var connection =
          context
              .tools()
              .network()
              .connect(target.host(), target.port(), new AddressPolicy(allow), deadline);
      try (Socket socket = connection.socket()) {
        socket.getOutputStream().write(hello.bytes());
        return Hello.answer(new DeadlineInput(socket, deadline));
      } catch (IOException e) {
        WireException why = WireException.of("talking to " + target, e);
        if (deadline.passed() || why.status() == Status.UNKNOWN) {
          throw WireException.unknown("not all protocols could be tried: " + why.evidence());
        }
        // Closing the connection without a word is a way to refuse.
        return null;
      }
    }
  }

  /**
   * Tries them.
   *
   * @throws WireException UNKNOWN when time did not suffice
   */
  static Survey of(Asked asked, Deadline deadline) throws WireException, InterruptedException {
    List<Hello.Protocol> protocols = new ArrayList<>();
    Hello.Protocol old = null;
    for (Hello.Protocol protocol : Hello.Protocol.values()) {
      List<Integer> suites =
          protocol == Hello.Protocol.TLS13
              ? MODERN
              : Stream.concat(USUAL.stream(), WEAK.keySet().stream()).toList();
      Hello hello = new Hello(protocol, suites, asked.name());
      if (hello.accepted(asked.ask(hello, deadline))) {
        protocols.add(protocol);
        old = protocol == Hello.Protocol.TLS13 ? old : protocol;
      }
    }
    return new Survey(protocols, old == null ? List.of() : weak(asked, old, deadline));
  }

  /** Each suite that is taken is left out of the next offer, until none is. */
  private static List<String> weak(Asked asked, Hello.Protocol protocol, Deadline deadline)
      throws WireException, InterruptedException {
    List<Integer> left = new ArrayList<>(WEAK.keySet());
    List<String> taken = new ArrayList<>();
    while (!left.isEmpty()) {
      Hello hello = new Hello(protocol, left, asked.name());
      Hello.Choice choice = asked.ask(hello, deadline);
      if (choice == null || !hello.accepted(choice)) {
        break;
      }
      taken.add(WEAK.getOrDefault(choice.suite(), ""));
      left.remove(Integer.valueOf(choice.suite()));
    }
    return taken;
  }

  List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (Hello.Protocol protocol : Hello.Protocol.values()) {
      samples.add(
          Sample.of(
              "probe_tls_protocol_offered",
              protocols.contains(protocol) ? 1 : 0,
              "protocol",
              protocol.label));
    }
    samples.add(Sample.of("probe_tls_weak_ciphers", weak.size()));
    return samples;
  }

  /** What is objected to. */
  List<String> objections() {
    List<String> objections = new ArrayList<>();
    List<String> old = protocols.stream().filter(Hello.Protocol::isWeak).map(p -> p.label).toList();
    if (!old.isEmpty()) {
      objections.add("it takes " + String.join(", ", old));
    }
    if (!weak.isEmpty()) {
      objections.add("it takes weak ciphers: " + String.join(", ", weak));
    }
    return objections;
  }
}
