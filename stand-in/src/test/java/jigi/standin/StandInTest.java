package jigi.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandInTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<StandIn> started = new ArrayList<>();
  @TempDir private Path dir;

  @AfterEach
  void stop() {
    started.forEach(StandIn::close);
    client.close();
  }

  @Test
  void answersHealthWithTheTimeOfNow() throws Exception {
    StandIn shop = start("--health", "/=OK {now}", "--version", "1.4.2", "--server", "nginx/1.22");
    HttpResponse<String> answer = get(shop, "/");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Server")).hasValue("nginx/1.22");
    assertThat(answer.headers().firstValue("X-Version")).hasValue("1.4.2");
    assertThat(answer.body()).startsWith("OK ");
    assertThat(Instant.parse(answer.body().substring(3)))
        .isBetween(Instant.now().minusSeconds(5), Instant.now().plusSeconds(1));
  }

  @Test
  void hasMorePathsWithFixedAnswers() throws Exception {
    StandIn shop =
        start(
            "--path",
            "/orders={\"n\":{hits}}",
            "--path",
            "/admin=<b>no</b>",
            "--status",
            "/admin=403");
    assertThat(get(shop, "/orders").body()).isEqualTo("{\"n\":1}");
    assertThat(get(shop, "/orders").headers().firstValue("Content-Type"))
        .hasValue("application/json");
    assertThat(get(shop, "/admin").statusCode()).isEqualTo(403);
    assertThat(get(shop, "/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void countsWhatItAnsweredAsPrometheusReadsIt() throws Exception {
    StandIn shop = start("--path", "/orders=[]", "--counter", "shop_orders_total=/orders");
    assertThat(metric(shop, "shop_orders_total")).isEqualTo(0);
    get(shop, "/orders");
    get(shop, "/orders");
    get(shop, "/health");
    get(shop, "/a\"b%0A");
    post(shop, "errors=100%");
    get(shop, "/orders");
    assertThat(metric(shop, "shop_orders_total")).isEqualTo(2);
    String requests = "http_requests_total{method=\"GET\",code=\"%s\",path=\"%s\"}";
    assertThat(metric(shop, requests.formatted(200, "/orders"))).isEqualTo(2);
    assertThat(metric(shop, requests.formatted(500, "/orders"))).isEqualTo(1);
    assertThat(metric(shop, requests.formatted(200, "/health"))).isEqualTo(1);
    assertThat(metric(shop, requests.formatted(404, "other"))).isEqualTo(1);
    assertThat(metric(shop, "http_request_duration_seconds_bucket{path=\"/orders\",le=\"+Inf\"}"))
        .isEqualTo(3);
    assertThat(metric(shop, "process_start_time_seconds"))
        .isCloseTo(
            ProcessHandle.current().info().startInstant().orElseThrow().getEpochSecond(),
            org.assertj.core.data.Offset.offset(1.0));
    OptionalLong resident = Metrics.residentBytes();
    if (resident.isPresent()) {
      assertThat(metric(shop, "process_resident_memory_bytes")).isGreaterThan(1 << 20);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain  | \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} WARN GET /lost 404 \\d+ms
          json   | \\{"time":"[^"]+Z","level":"warn","service":"shop","message":"request","method":"GET","path":"/lost","status":404,"bytes":10,"ms":\\d+,"client":"203.0.113.7"}
          logfmt | time=\\S+Z level=warn service=shop msg="request" method=GET path="/lost" status=404 bytes=10 ms=\\d+ client=203.0.113.7
          nginx  | 203.0.113.7 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000] "GET /lost HTTP/1.1" 404 10 "-" "stand-in"
          spring | \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.\\d{3}Z  WARN \\d+ --- \\[shop] \\[nio-exec-1] \\S+ : GET /lost 404 \\d+ms
          """)
  void writesItsLogInTheFormatOfTheService(String format, String expected) throws Exception {
    Path file = dir.resolve("shop.log");
    StandIn shop = start("--name", "shop", "--log", file.toString(), "--log-format", format);
    HttpRequest request =
        HttpRequest.newBuilder(shop.uri().resolve("/lost"))
            .header("X-Forwarded-For", "203.0.113.7")
            .build();
    client.send(request, BodyHandlers.ofString());
    await(() -> Files.readString(file).contains("/lost"));
    assertThat(Files.readAllLines(file).getLast()).matches(Pattern.compile(expected));
  }

  @Test
  void goesOnLoggingAfterARotation() throws Exception {
    Path file = dir.resolve("shop.log");
    StandIn shop = start("--log", file.toString());
    get(shop, "/one");
    await(() -> Files.readString(file).contains("/one"));
    Files.move(file, dir.resolve("shop.log.1"));
    get(shop, "/two");
    await(() -> Files.exists(file) && Files.readString(file).contains("/two"));
  }

  @Test
  void asksItselfWhenToldTo() throws Exception {
    StandIn shop =
        start(
            "--path", "/orders=[]", "--counter", "shop_orders_total=/orders", "--traffic", "50/s");
    await(() -> metric(shop, "shop_orders_total") >= 5);
  }

  @Test
  void halfErrorsIsEverySecondAnswer() throws Exception {
    StandIn shop = start("--fault", "errors=50%");
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      codes.add(get(shop, "/health").statusCode());
    }
    assertThat(codes).containsExactly(200, 500, 200, 500, 200, 500);
    assertThat(metric(shop, "log_lines_lost_total")).isEqualTo(0);
  }

  @Test
  void liesWithErrAndStatus200() throws Exception {
    StandIn shop = start("--fault", "err-body");
    assertThat(get(shop, "/health").statusCode()).isEqualTo(200);
    assertThat(get(shop, "/health").body()).isEqualTo("ERR\n");
  }

  @Test
  void answersAsAGatewayWhoseBackendIsGone() throws Exception {
    StandIn shop = start();
    assertThat(post(shop, "bad-gateway").body()).isEqualTo("bad-gateway\n");
    assertThat(get(shop, "/health").statusCode()).isEqualTo(502);
    assertThat(post(shop, "none").body()).isEqualTo("none\n");
    assertThat(get(shop, "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void answersLate() throws Exception {
    StandIn shop = start("--fault", "slow=300ms");
    long start = System.nanoTime();
    assertThat(get(shop, "/health").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void hangsUntilHealed() throws Exception {
    StandIn shop = start("--fault", "hang");
    HttpRequest impatient =
        HttpRequest.newBuilder(shop.uri().resolve("/health"))
            .timeout(Duration.ofMillis(300))
            .build();
    assertThatThrownBy(() -> client.send(impatient, BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);
    post(shop, "none");
    assertThat(get(shop, "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void leaksMemoryAndGivesItBack() throws Exception {
    StandIn shop = start();
    long before = Metrics.residentBytes().orElse(0);
    org.junit.jupiter.api.Assumptions.assumeTrue(before > 0, "no /proc here");
    post(shop, "leak=400MB/s:120MB");
    await(() -> metric(shop, "process_resident_memory_bytes") > before + (80 << 20));
    post(shop, "none");
    await(() -> metric(shop, "process_resident_memory_bytes") < before + (80 << 20));
  }

  @Test
  void fillsAFileAndRemovesIt() throws Exception {
    Path fill = dir.resolve("fill");
    StandIn shop = start("--fault", "disk=" + fill + ":3MB");
    assertThat(fill).hasSize(3 << 20);
    post(shop, "none");
    await(() -> Files.notExists(fill));
  }

  @Test
  void refusesAWrongFaultAndKeepsTheOldOne() throws Exception {
    StandIn shop = start("--fault", "err-body");
    HttpResponse<String> answer = post(shop, "errors=5");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("'5'").contains("50%");
    assertThat(get(shop, "/health").body()).isEqualTo("ERR\n");
    assertThat(post(shop, "crash until-restarts=2").body()).contains("--fault-file");
  }

  @Test
  void aPageInABrowserCannotBreakIt() throws Exception {
    StandIn shop = start();
    HttpRequest foreign =
        HttpRequest.newBuilder(shop.uri().resolve("/-/fault"))
            .header("Origin", "http://example.com")
            .POST(BodyPublishers.ofString("err-body"))
            .build();
    assertThat(client.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    assertThat(get(shop, "/health").body()).startsWith("OK");
  }

  @Test
  void aFaultFileOutlivesRestartsUntilItIsUsedUp() throws Exception {
    Path file = dir.resolve("shop.fault");
    StandIn first = start("--fault-file", file.toString());
    post(first, "err-body until-restarts=2");
    assertThat(get(first, "/health").body()).isEqualTo("ERR\n");
    first.close();
    StandIn second = start("--fault-file", file.toString());
    assertThat(get(second, "/health").body()).isEqualTo("ERR\n");
    second.close();
    StandIn third = start("--fault-file", file.toString());
    assertThat(get(third, "/health").body()).startsWith("OK");
    assertThat(file).doesNotExist();
  }

  @Test
  void removingTheFaultFileHeals() throws Exception {
    Path file = Files.writeString(dir.resolve("shop.fault"), "bad-gateway");
    StandIn shop = start("--fault-file", file.toString());
    assertThat(get(shop, "/health").statusCode()).isEqualTo(502);
    Files.delete(file);
    await(() -> get(shop, "/health").statusCode() == 200);
  }

  @Test
  void withADatabaseOrdersAreRowsAndHealthFailsWithIt() throws Exception {
    Path file = dir.resolve("shop.db");
    StandIn shop =
        start(
            "--db", "sqlite:" + file, "--path", "/orders={orders}", "--counter", "n_total=/orders");
    assertThat(get(shop, "/orders").body()).isEqualTo("1");
    assertThat(get(shop, "/orders").body()).isEqualTo("2");
    assertThat(get(shop, "/health").statusCode()).isEqualTo(200);
    Files.write(file, new byte[8192]);
    HttpResponse<String> broken = get(shop, "/health");
    assertThat(broken.statusCode()).isEqualTo(503);
    assertThat(broken.body()).startsWith("ERR database: ");
    Files.delete(file);
    assertThat(get(shop, "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void aTakenPortIsAnError() throws Exception {
    StandIn shop = start();
    String port = String.valueOf(shop.uri().getPort());
    assertThatThrownBy(() -> start("--port", port)).isInstanceOf(java.net.BindException.class);
  }

  private StandIn start(String... arguments) throws IOException {
    StandIn standIn = StandIn.start(Options.parse(List.of(arguments)));
    started.add(standIn);
    return standIn;
  }

  private HttpResponse<String> get(StandIn standIn, String path) throws Exception {
    URI uri = URI.create(standIn.uri() + path.replace("\"", "%22"));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(StandIn standIn, String fault) throws Exception {
    return client.send(
        HttpRequest.newBuilder(standIn.uri().resolve("/-/fault"))
            .POST(BodyPublishers.ofString(fault))
            .build(),
        BodyHandlers.ofString());
  }

  private double metric(StandIn standIn, String series) throws Exception {
    return get(standIn, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited 10 s").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
