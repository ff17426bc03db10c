package jigi.present.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import jigi.base.kernel.Status;
import jigi.present.api.view.DeployView;
import jigi.present.api.view.DeploymentDesk;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Deployments, for pages to be looked at. */
final class SampleDeployments implements DeploymentDesk {
  private static final Instant BEGUN = Samples.NOW.minusSeconds(340);
  private final SampleDesk desk;

  SampleDeployments(SampleDesk desk) {
    this.desk = desk;
  }

  private static DeployView.Entry entry(String id, String version, String outcome, long failed) {
    boolean open = outcome.equals("open");
    return new DeployView.Entry(
        id,
        version,
        "sha-71d04be",
        open ? "green" : "blue",
        "r1",
        "user:kim",
        open ? "observing" : "stopping",
        outcome,
        failed == 0 ? null : "requests-failed: http://shop.example.com/ answered 502 Bad Gateway",
        open ? BEGUN : BEGUN.minusSeconds(86_400),
        open ? null : BEGUN.minusSeconds(86_300),
        open ? null : Duration.ofSeconds(100),
        1284,
        failed,
        42L);
  }

  private DeployView.Row backend() {
    return new DeployView.Row(
        "shop",
        "backend",
        "쇼핑몰 서버",
        "processes",
        "haproxy",
        Status.OK,
        "blue",
        "sha-71d04be",
        desk.calm ? "" : "observing",
        desk.calm ? null : "r1",
        List.of(),
        entry("d2", "sha-9f3c2ab", desk.calm ? "deployed" : "open", 0));
  }

  private static DeployView.Row front() {
    return new DeployView.Row(
        "shop",
        "front",
        "쇼핑몰 화면",
        "processes",
        "nginx",
        Status.FAIL,
        "blue",
        "sha-71d04be",
        "",
        null,
        List.of("gateway-elsewhere"),
        entry("d1", "sha-c02e9d1", "rolled-back", 3));
  }

  /** Three instances, of which the second is out. */
  private static DeployView.Row rolling() {
    return new DeployView.Row(
        "shop",
        "workers",
        "주문 처리",
        "containers",
        "nginx",
        Status.OK,
        null,
        "sha-71d04be",
        "checking",
        "r1",
        List.of(),
        rolled());
  }

  private static DeployView.Entry rolled() {
    DeployView.Entry one = entry("d3", "sha-9f3c2ab", "open", 0);
    return new DeployView.Entry(
        one.id(),
        one.version(),
        one.previous(),
        "",
        one.run(),
        one.actor(),
        "checking",
        "open",
        null,
        one.started(),
        null,
        null,
        1284,
        0,
        null);
  }

  private static DeployView.Side instance(
      String number, String role, String version, int share, @Nullable Long inFlight) {
    return new DeployView.Side(
        number, role, version, "127.0.0.1:900" + number, "healthy", null, share, inFlight);
  }

  private static DeployView.Detail workers() {
    return new DeployView.Detail(
        rolling(),
        new DeployView.Holds(null, null, null, false),
        "workers-state.json",
        "",
        "1, 3",
        List.of(
            instance("1", "live", "sha-9f3c2ab", 50, 4L),
            instance("2", "out", "sha-9f3c2ab", 0, 0L),
            instance("3", "live", "sha-71d04be", 50, 7L)),
        List.of(),
        List.of(
            new DeployView.Part("prepare", "done"),
            new DeployView.Part("replace", "now"),
            new DeployView.Part("finalize", "todo")),
        new DeployView.Acts(false, false, false, true, true, null, ""),
        List.of("sha-71d04be"),
        false,
        List.of(
            new DeployView.Mark(BEGUN, "preparing", "sha-9f3c2ab is ready to be started"),
            new DeployView.Mark(BEGUN.plusSeconds(2), "leaving", "requests go to 2, 3"),
            new DeployView.Mark(
                BEGUN.plusSeconds(4), "draining", "instance 1 has answered everything"),
            new DeployView.Mark(BEGUN.plusSeconds(5), "stopping", "instance 1 was stopped")),
        List.of(rolled()),
        List.of(),
        new DeployView.Sizes(
            3,
            2,
            20,
            new DeployView.Follow(
                "held",
                "0.83",
                "0.7",
                Duration.ofMinutes(2),
                "0.5",
                Duration.ofMinutes(5),
                BEGUN.plusSeconds(3600),
                Duration.ofHours(1)),
            List.of(
                new DeployView.Sized(2, 3, "scaled", "sales until Sunday", "user:kim", "r1", BEGUN),
                new DeployView.Sized(
                    3,
                    2,
                    "scaled",
                    "the load was below 0.5 for 5m (now 0.31)",
                    "jigi",
                    "r1",
                    BEGUN))),
        List.of());
  }

  @Override
  public List<DeployView.Row> list(Scope scope) {
    if (desk.empty || !scope.sees("shop")) {
      return List.of();
    }
    return desk.calm ? List.of(backend()) : List.of(front(), backend(), rolling());
  }

  @Override
  public void freeze(String system, String name, String reason, String actor) {}

  @Override
  public void unfreeze(String system, String name, String actor) {}

  @Override
  public DeployView.@Nullable Detail get(String system, String name) {
    if (system.equals("shop") && name.equals("workers")) {
      return workers();
    }
    boolean backend = name.equals("backend");
    if (!system.equals("shop") || !(backend || name.equals("front"))) {
      return null;
    }
    boolean open = backend && !desk.calm;
    return new DeployView.Detail(
        backend ? backend() : front(),
        new DeployView.Holds(
            open ? null : "sales until Sunday", open ? null : "kim", open ? null : BEGUN, !open),
        "deploy-state.json",
        "blue",
        open || !backend ? "green" : "blue",
        List.of(
            side("blue", open ? "leaving" : "live", "sha-71d04be", !open && backend, 3L),
            open
                ? side("green", "live", "sha-9f3c2ab", true, 12L)
                : side("green", "empty", null, !backend, null)),
        backend
            ? List.of()
            : List.of(
                new DeployView.Mismatch("gateway-elsewhere", "green", false),
                new DeployView.Mismatch("variables-changed", "blue: LOG_LEVEL, SMTP_HOST", true)),
        List.of(
            new DeployView.Part("prepare", "done"),
            new DeployView.Part("gateway", "done"),
            new DeployView.Part("observe", open ? "now" : "done"),
            new DeployView.Part("finalize", open ? "todo" : "done")),
        new DeployView.Acts(!open, false, false, open, true, open ? null : "sha-c02e9d1", ""),
        List.of("sha-71d04be", "sha-c02e9d1", "sha-5b8817f"),
        true,
        List.of(
            new DeployView.Mark(BEGUN, "starting", "sha-9f3c2ab started on http://127.0.0.1:9002"),
            new DeployView.Mark(BEGUN.plusSeconds(9), "checking", "green healthy 3 times in a row"),
            new DeployView.Mark(
                BEGUN.plusSeconds(10), "switching", "all new requests go to green after 42 ms")),
        List.of(
            entry("d2", "sha-9f3c2ab", open ? "open" : "deployed", 0),
            entry("d1", "sha-c02e9d1", "rolled-back", 3)),
        backend
            ? List.of(chain("sha-0aa51c7", "failed"), chain("sha-9f3c2ab", "passed"))
            : List.of(),
        null,
        List.of(envFile(), lostEnvFile()));
  }

  private static DeployView.EnvFile envFile() {
    return new DeployView.EnvFile(
        "/srv/shop/.env.server.prod",
        List.of("deployment", "runtime"),
        "versions and the switch",
        "deploy",
        "rw-r-----",
        BEGUN,
        List.of("BE_TAG", "FE_TAG", "UPDATE_GATEWAY", "SMTP_PASSWORD", "SLACK_TOKEN"),
        null,
        List.of(
            new DeployView.EnvSecret(
                "SMTP_PASSWORD",
                BEGUN.minus(java.time.Duration.ofDays(120)),
                BEGUN.minus(java.time.Duration.ofDays(30)),
                true),
            new DeployView.EnvSecret(
                "SLACK_TOKEN",
                BEGUN.minus(java.time.Duration.ofDays(20)),
                BEGUN.plus(java.time.Duration.ofDays(70)),
                false)));
  }

  private static DeployView.EnvFile lostEnvFile() {
    return new DeployView.EnvFile(
        "/srv/shop/monitoring/.env.monitoring.prod",
        List.of(),
        "",
        "",
        "",
        null,
        List.of(),
        "there is no file /srv/shop/monitoring/.env.monitoring.prod",
        List.of());
  }

  @Override
  public List<DeployView.Needed> needed(String system, String name, List<String> versions) {
    return versions.stream()
        .map(version -> new DeployView.Needed(version, List.of("live", "also:latest", "least:3")))
        .toList();
  }

  @Override
  public DeployView.Tags tags(String system, String name, int most) {
    List<DeployView.Tag> tags =
        List.of(
            new DeployView.Tag("sha-71d04be", "live"),
            new DeployView.Tag("sha-5b8817f", "good"),
            new DeployView.Tag("sha-9f3c2ab", ""));
    return name.equals("backend")
        ? new DeployView.Tags("shop/" + name, tags, 241, true, null, List.of())
        : new DeployView.Tags("shop/" + name, tags.subList(0, 2), 2, true, 3, List.of("latest"));
  }

  private static DeployView.Chain chain(String version, String state) {
    boolean passed = state.equals("passed");
    return new DeployView.Chain(
        "release",
        "main",
        version.substring(4) + "66d10b2f0e5c4d3b2a1908f7e6d5c4b3a",
        version,
        "https://ci.example.com/runs/4711",
        state,
        BEGUN.minusSeconds(passed ? 60 : 7200),
        List.of(
            new DeployView.Job("build", "passed"),
            new DeployView.Job("test", passed ? "passed" : "failed"),
            new DeployView.Job("image", passed ? "passed" : "skipped")),
        passed ? "r1" : null,
        null);
  }

  @Override
  public DeployView.@Nullable Receipt receive(
      String system, String name, Function<String, @Nullable String> headers, byte[] body) {
    return null;
  }

  private static DeployView.Side side(
      String colour,
      String role,
      @Nullable String version,
      boolean receives,
      @Nullable Long inFlight) {
    return new DeployView.Side(
        colour,
        role,
        version,
        colour.equals("blue") ? "127.0.0.1:9001" : "127.0.0.1:9002",
        version == null ? "empty" : "healthy",
        null,
        receives ? 100 : 0,
        inFlight);
  }

  @Override
  public String begin(String system, String name, Asked asked, String actor) {
    desk.done.add("deploy-" + asked.phase() + " " + system + "/" + name + " " + actor);
    return "r1";
  }

  @Override
  public String scale(String system, String name, String to, String reason, String actor) {
    desk.done.add("deploy-scale " + system + "/" + name + " " + to + " " + actor);
    return "r1";
  }

  @Override
  public String rollBack(String system, String name, String actor) {
    desk.done.add("deploy-rollback " + system + "/" + name + " " + actor);
    return "r1";
  }
}
