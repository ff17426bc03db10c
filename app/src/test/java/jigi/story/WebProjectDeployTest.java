package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jigi.Shows;
import jigi.base.kernel.Json;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Web Project's deployments as its people run them, on stand-ins behind a real nginx. */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar", "nginx", "mariadb", "prometheus", "alertmanager"})
class WebProjectDeployTest extends ManualsStory {
  private static final String OLD = "sha-abc1234";
  private static final String NEW = "sha-def5678";
  private static final String BACKEND = "web-project/backend";
  private static final String GATEWAY = "gateway/nginx/.env.production";
  private static Path tree;
  private static Warehouse warehouse;

  @BeforeAll
  static void startAll() throws IOException {
    warehouse = new Warehouse();
    start("web-project", warehouse.write().toString());
    tree = state.resolve("web_project");
    awaitStatus("web-project", "gateway", "ok");
  }

  @AfterAll
  static void closeWarehouse() {
    warehouse.close();
  }

  private static JigiCommand.Ran deploy(String... words) {
    List<String> all = new ArrayList<>(List.of("deploy"));
    all.addAll(List.of(words));
    return command(all.toArray(String[]::new));
  }

  /** As the pages do it: the command line is the subject of few of these. Gives the run. */
  private static JsonNode ran(String path, Map<String, ?> body) {
    String run = "/api/v1/runs/" + jigi.post(path, body).path("id").asText();
    Until.so(
        path + " " + body + " ended",
        () -> ended(jigi.get(run).path("row")),
        () -> jigi.get(run).toString());
    return jigi.get(run);
  }

  private static String state(JsonNode run) {
    return run.path("row").path("state").asText();
  }

  private static void begun(String deployment, String act, Map<String, String> body) {
    ok("/api/v1/deployments/" + deployment + "/" + act, body);
  }

  /** It began, and did not end well; gives all that its run says. */
  private static String failed(String deployment, Map<String, String> body) {
    JsonNode run = ran("/api/v1/deployments/" + deployment + "/phase", body);
    assertThat(state(run)).as("" + run).isEqualTo("failed");
    return run.toString();
  }

  /** It did not begin; gives what the answer says. */
  private static String declined(String deployment, Map<String, String> body) {
    String path = "/api/v1/deployments/" + deployment + "/phase";
    return "" + catchThrowable(() -> jigi.post(path, body)).getMessage();
  }

  private static void full(String version) {
    begun(BACKEND, "phase", Map.of("version", version));
  }

  private static void phase(String phase) {
    begun(BACKEND, "phase", Map.of("phase", phase));
  }

  private static void force(String colour) {
    begun(BACKEND, "phase", Map.of("phase", "gateway", "force-color", colour));
  }

  private static JigiCommand.Ran done(String... words) {
    JigiCommand.Ran ran = deploy(words);
    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    return ran;
  }

  private static JigiCommand.Ran refused(String... words) {
    JigiCommand.Ran ran = deploy(words);
    assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(1);
    return ran;
  }

  /** What a person has said is wrong, and nothing was begun. */
  private static String misused(String... words) {
    JigiCommand.Ran ran = deploy(words);
    assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(2);
    return ran.err();
  }

  private static JsonNode shown() {
    return jigi.get("/api/v1/deployments/web-project/backend");
  }

  private static String read(String file) throws IOException {
    return Files.readString(tree.resolve(file));
  }

  /** Blue before anything was deployed. */
  private static String live() throws IOException {
    return Files.exists(tree.resolve("deploy-state.json")) ? active() : "blue";
  }

  private static String active() throws IOException {
    return Json.tree(read("deploy-state.json")).path("activeColor").asText();
  }

  private static boolean runs(String colour) {
    return StreamSupport.stream(shown().path("sides").spliterator(), false)
        .anyMatch(
            side ->
                side.path("colour").asText().equals(colour)
                    && side.path("health").asText().equals("healthy"));
  }

  /**
   * The other tag than that which is live, so that each test begins wherever the last one ended.
   */
  private static String next() throws IOException {
    return version().equals(NEW) ? OLD : NEW;
  }

  private static String version() throws IOException {
    if (!Files.exists(tree.resolve("deploy-state.json"))) {
      return "";
    }
    JsonNode file = Json.tree(read("deploy-state.json"));
    return file.path(active()).path("version").asText();
  }

  /** Everything that a phase might leave behind, but the state file that tells of it. */
  private static Map<String, String> everything() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path each : files.filter(file -> !file.endsWith("deploy-state.json")).toList()) {
        String name = tree.relativize(each).toString();
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
        boolean folder = Files.isDirectory(each);
        String when = folder ? "" : Files.getLastModifiedTime(each).toString();
        all.put(name, mode + " " + when + " " + (folder ? "" : Files.readString(each)));
      }
    }
    return all;
  }

  @Test
  @Shows({
    "DEP-01", "DEP-06", "DEP-19", "DEP-20", "DEP-21", "DEP-22", "DEP-24", "DEP-28", "DEP-29",
    "DEP-30", "DEP-31", "DEP-51"
  })
  void aWholeDeploymentChangesContainerGatewayFilesAndTags() throws Exception {
    String tag = next();
    String live = live();
    String other = live.equals("green") ? "blue" : "green";
    Files.setPosixFilePermissions(
        tree.resolve(".env.server.prod"), PosixFilePermissions.fromString("rw-r-----"));
    JigiCommand.Ran ran = done("backend", tag, "--set", "FE_TAG=" + tag);
    assertThat(ran.out()).contains("실패 0건").contains("✅ Backend " + tag);
    phase("finalize"); // again: there is nothing left to do
    assertThat(active()).isEqualTo(other);
    assertThat(runs(other) && !runs(live)).as("" + shown()).isTrue();
    assertThat(read(GATEWAY))
        .isEqualTo(
            "# 요청을 받는 Backend\nNGINX_BACKEND_HOST=backend-"
                + other
                + "\nNGINX_BACKEND_PORT=8080\n");
    assertThat(read(".env.server.prod"))
        .contains("\nFE_TAG=" + tag + "\nBE_TAG=\"" + tag + "\"  # 배포가 끝나면 바뀝니다\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(tree.resolve(".env.server.prod"))))
        .isEqualTo("rw-r-----");
    assertThat(read("frontend-dist/index.html")).contains("app-" + tag + ".js");
    try (Stream<Path> assets = Files.list(tree.resolve("frontend-dist/assets"))) {
      assertThat(assets.map(each -> "" + each.getFileName())).containsExactly("app-" + tag + ".js");
    }
    Until.so(
        "the new colour answers",
        () -> lastAnswered().equals("backend-" + other),
        WebProjectDeployTest::lastAnswered);
  }

  /** GitHub itself is played: what it is told is seen. */
  @Test
  @Shows("ENV-20")
  void theWorkflowOfTheGatewayIsBegunWithItsNamedInput() throws Exception {
    Path inbox = state.resolve("web-chat.inbox");
    long before = Files.exists(inbox) ? Files.readAllLines(inbox).size() : 0;
    JsonNode run =
        ran(
            "/api/v1/runbooks/web-project/gateway-workflow/run",
            Map.of("parameters", Map.of("PULL_IMAGES", "true", "BRANCH", "release/1")));
    assertThat(state(run)).as("" + run).isEqualTo("succeeded");
    assertThat("" + run.path("parameters")).contains("PULL_IMAGES", "release/1");
    assertThat(
            Files.readAllLines(inbox).stream()
                .skip(before)
                .map(line -> line.split("\t", -1)[1])
                .map(body -> new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)))
        .contains("{\"ref\": \"release/1\", \"inputs\": {\"pull_images\": \"true\"}}");
  }

  private static String lastAnswered() {
    try {
      List<String> lines = Files.readAllLines(state.resolve("web-nginx/access.log"));
      return lines.getLast().replaceFirst(".*compose_service=", "");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  @Shows({"DEP-24", "DEP-25", "DEP-34", "DEP-36", "ENV-03"})
  void aRehearsalLeavesEveryFileAsItWas() throws Exception {
    begun(BACKEND, "phase", Map.of("version", NEW, "set", "FE_TAG=" + NEW));
    Map<String, String> before = everything();
    String live = active();
    begun(
        BACKEND,
        "phase",
        Map.of("phase", "prepare", "version", OLD, "skip-pull", "true", "set", "FE_TAG=" + OLD));
    assertThat(shown().path("row").path("stage").asText()).isEqualTo("prepared");
    assertThat(runs("blue") && runs("green")).isTrue();
    assertThat(read(GATEWAY)).contains("NGINX_BACKEND_HOST=backend-" + live + "\n");
    phase("cancel");
    assertThat(everything()).isEqualTo(before);
    assertThat(active()).isEqualTo(live);
    assertThat(runs(live)).isTrue();
  }

  @Test
  @Shows({"DEP-20", "DEP-27", "DEP-28", "DEP-30", "DEP-33", "DEP-34", "ENV-20"})
  void withoutTheGatewaysLeaveTheLiveColourStaysAndTheWayBackIsOpenUntilTheEnd() throws Exception {
    String tag = next();
    begun(BACKEND, "phase", Map.of("version", tag, "set", "UPDATE_GATEWAY=false"));
    assertThat(shown().path("row").path("stage").asText()).isEqualTo("prepared");
    String live = live();
    String other = live.equals("green") ? "blue" : "green";
    assertThat(runs(live)).isTrue();
    assertThat(failed(BACKEND, Map.of("phase", "finalize"))).contains("not-switched");
    ok(
        "/api/v1/runbooks/web-project/gateway-apply/run",
        Map.of("parameters", Map.of("PULL_IMAGES", "true")));
    assertThat(read(GATEWAY)).contains("=backend-" + other + "\n");
    assertThat("" + shown().path("marks"))
        .contains("a request through the gateway stands in the log of " + other);
    force(live);
    assertThat(read(GATEWAY)).contains("=backend-" + live + "\n");
    phase("cancel");
    assertThat(runs(other)).isFalse();
    assertThat(failed(BACKEND, Map.of("phase", "gateway", "force-color", other)))
        .contains("colour-not-running");
    assertThat(misused("backend", "--override-color", "red", tag)).contains("blue");
  }

  @Test
  @Shows({"ENV-02", "ENV-14", "RB-29"})
  void whatAnEnvFileLacksIsToldBeforeAnythingBegins() throws Exception {
    Path file = tree.resolve(".env.server.prod");
    String right = Files.readString(file);
    try {
      Files.writeString(file, right.replaceAll("BE_TAG=.*\n", ""));
      assertThat(misused("backend")).contains("BE_TAG").contains(".env.server.prod");
      Files.writeString(file, right + "EVIL=$(touch /tmp/evil)\n");
      assertThat(declined(BACKEND, Map.of("version", NEW))).contains("EVIL");
      assertThat("" + shown().path("envFiles"))
          .contains("EVIL would be executed by a shell", "공통 네트워크")
          .doesNotContain("touch");
      Files.delete(file);
      assertThat(declined(BACKEND, Map.of("version", NEW))).contains(".env.server.prod");
    } finally {
      Files.writeString(file, right);
    }
    assertThat(shown().path("row").path("stage").asText()).isEmpty();
  }

  @Test
  @Shows({"DEP-11", "DEP-33", "DEP-41"})
  void theLastGoodVersionComesBack() throws Exception {
    String first = next();
    full(first);
    String second = next();
    full(second);
    String incident = reported("web-project", "the new version fails");
    acts(incident, "web-project/rollback", Map.of(), ManualsStory::standing);
    assertThat(version()).isEqualTo(first);
    assertThat(read(".env.server.prod")).contains("BE_TAG=\"" + first + "\"");
  }

  @Test
  @Shows({"DEP-31", "RB-25"})
  void aGatewayThatSomebodyHasMovedIsSeenAndAPersonSaysWhatHolds() throws Exception {
    full(next());
    String live = active();
    String other = live.equals("green") ? "blue" : "green";
    Path file = tree.resolve(GATEWAY);
    Files.writeString(file, read(GATEWAY).replace("backend-" + live, "backend-" + other));
    Until.so("seen", () -> !shown().path("mismatches").isEmpty(), () -> shown().toString());
    assertThat(refused("show", "backend").out())
        .contains("backend-" + other, tree.resolve(".env.server.prod") + ": ");
    assertThat(failed(BACKEND, Map.of("version", next()))).contains("state-mismatch");
    force(live);
    assertThat(read(GATEWAY)).contains("=backend-" + live + "\n");
    assertThat(declined(BACKEND, Map.of("phase", "prepare", "set", "BE_TAGS=1")))
        .contains("BE_TAG");
  }

  @Test
  @Shows({"DEP-25", "DEP-36", "ENV-03"})
  void theRehearsalOfARunbookLeavesEverythingAsItWas() throws Exception {
    full(next());
    Map<String, String> before = everything();
    JigiCommand.Ran ran = command("runbook", "run", "web-project/rehearsal", "--follow");
    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    assertThat(everything()).isEqualTo(before);
    assertThat(shown().path("row").path("stage").asText()).isEmpty();
    assertThat(shown().path("history").path(0).path("outcome").asText()).isEqualTo("cancelled");
  }

  /** Begins a checklist, ticks what a person answers, waits for what answers itself, and signs. */
  private static void sign(String checklist) {
    String run =
        "/api/v1/checklist-runs/"
            + jigi.post("/api/v1/checklists/warehouse/" + checklist + "/run", Map.of())
                .path("id")
                .asText();
    jigi.post(run + "/answer", Map.of("item", 0, "status", "ok", "note", ""));
    Until.so(
        checklist + " is answered",
        () ->
            StreamSupport.stream(jigi.get(run).path("lines").spliterator(), false)
                .allMatch(line -> line.path("status").asText().equals("ok")),
        () -> jigi.get(run).toString());
    jigi.post(run + "/sign", Map.of("note", "", "fields", Map.of()));
  }

  private static void ok(String path, Map<String, ?> body) {
    JsonNode run = ran(path, body);
    assertThat(state(run)).as("" + run).isEqualTo("succeeded");
  }

  /** What people see of it. */
  private static String page() {
    String whole = jigi.page("/deployments/warehouse/stock");
    return whole.substring(whole.indexOf("<main"));
  }

  private static String stage() {
    return jigi.get("/api/v1/deployments/warehouse/stock").path("row").path("stage").asText();
  }

  @Test
  @Shows({"DEP-04", "DEP-07", "DEP-16", "DEP-17", "DEP-42"})
  void checklistsBackupsConditionsAndAFreezeHoldADeploymentUp() throws Exception {
    String stock = "warehouse/stock";
    assertThat(declined(stock, Map.of("version", "1"))).contains("pre-deploy");
    sign("pre-deploy");
    assertThat(declined(stock, Map.of("version", "1"))).contains("goods");
    ok("/api/v1/plans/warehouse/goods/run", Map.of());
    assertThat(declined(stock, Map.of("version", "1"))).contains("goods");
    ok("/api/v1/plans/warehouse/goods/drill", Map.of());
    done("freeze", stock, "--reason", "stocktaking");
    assertThat(page()).contains("stocktaking", "동결 풀기");
    assertThat(declined(stock, Map.of("version", "1"))).contains("stocktaking");
    done("unfreeze", stock);
    assertThat(page()).contains("배포 동결");
    assertThat(done(stock, "1").out()).contains("아직 끝나지 않았습니다: 전환됨");
    assertThat(stage()).isEqualTo("switched");
    assertThat(declined(stock, Map.of("phase", "finalize"))).contains("post-deploy");
    sign("post-deploy");
    begun(stock, "phase", Map.of("phase", "finalize"));
    assertThat(stage()).isEmpty();
    assertThat(warehouse.read("warehouse/pointer")).isEqualTo("blue\n");
    assertThat(declined(stock, Map.of("version", "2"))).contains("pre-deploy");
    sign("pre-deploy");
    ok("/api/v1/runbooks/warehouse/ship/run", Map.of("parameters", Map.of("TAG", "2")));
    assertThat(stage()).isEmpty();
    assertThat(
            jigi.get("/api/v1/deployments/warehouse/stock")
                .path("history")
                .path(0)
                .path("version")
                .asText())
        .isEqualTo("2");
  }

  private static HttpResponse<String> hook(String event, String body, String secret)
      throws Exception {
    return GitHubPosts.send(
        jigi.uri("/api/v1/deployments/warehouse/worker/ci"), event, body, secret);
  }

  private static String chain(String ref, String event, String status, String conclusion) {
    return GitHubPosts.chain(ref, event, status, conclusion, now());
  }

  private static String job(String name, String status, String conclusion) {
    return GitHubPosts.job(name, status, conclusion, now());
  }

  private static String now() {
    return jigi.get("/api/v1/clock").path("now").asText();
  }

  @Test
  @Shows({"DEP-44", "RB-29"})
  void aChainOfCiThatPassedIsDeployedAndShownAndNothingElseThatIsSentInItsName() throws Exception {
    String early = chain("v7", "push", "completed", "\"success\"");
    assertThat(hook("workflow_run", early, "another secret").statusCode()).isEqualTo(401);
    String stranger = chain("v7", "pull_request", "completed", "\"success\"");
    assertThat(hook("workflow_run", stranger, Warehouse.SECRET).body()).contains("ignored");
    String branch = chain("main", "push", "completed", "\"success\"");
    assertThat(hook("workflow_run", branch, Warehouse.SECRET).body()).contains("ignored");
    assertThat(hook("ping", "{\"zen\": \"\"}", Warehouse.SECRET).body()).contains("ignored");
    String begun = chain("v7", "push", "in_progress", "null");
    assertThat(hook("workflow_run", begun, Warehouse.SECRET).body()).contains("kept");
    hook("workflow_job", job("build", "completed", "\"success\""), Warehouse.SECRET);
    hook("workflow_job", job("image", "in_progress", "null"), Warehouse.SECRET);
    assertThat(jigi.get("/api/v1/deployments/warehouse/worker").path("chains").toString())
        .contains("\"state\":\"running\"", "\"name\":\"build\",\"state\":\"passed\"");
    assertThat(hook("workflow_run", early, Warehouse.SECRET).body())
        .as("older than what is known")
        .contains("kept");
    String passed = chain("v7", "push", "completed", "\"success\"");
    HttpResponse<String> deploying = hook("workflow_run", passed, Warehouse.SECRET);
    assertThat(deploying.body()).contains("deploying");
    String run = Json.tree(deploying.body()).path("run").asText();
    assertThat(hook("workflow_run", passed, Warehouse.SECRET).statusCode()).isEqualTo(409);
    Until.so(
        "its deployment ended",
        () -> ended(jigi.get("/api/v1/runs/" + run).path("row")),
        () -> jigi.get("/api/v1/runs/" + run).toString());
    JsonNode now = jigi.get("/api/v1/deployments/warehouse/worker");
    assertThat(now.path("row").path("version").asText()).as("" + now).isEqualTo("v7");
    assertThat(now.path("row").path("last").path("actor").asText()).isEqualTo("ci:github");
    assertThat(jigi.page("/deployments/warehouse/worker"))
        .contains("https://github.com/shop/worker/actions/runs/4711", "/runs/" + run, "image");
    assertThat(deploy("show", "warehouse/worker").out()).contains("CI v7 0d1f2a3: 통과 (build 통과");
    assertThat(jigi.get("/api/v1/journal?system=warehouse&limit=200").toString())
        .contains("deploy.ci-passed", "its signature is wrong", "exactly this was sent before");
  }

  @Test
  @Shows({"DEP-02", "DEP-09", "DEP-17"})
  void aRestartTakesABackupAndBuildsFirst() throws Exception {
    String worker = "warehouse/worker";
    begun(worker, "phase", Map.of("version", "1"));
    begun(worker, "phase", Map.of("version", "2"));
    assertThat(warehouse.read("built")).endsWith("1\n2\n");
    JsonNode now = jigi.get("/api/v1/deployments/warehouse/worker");
    assertThat(now.path("sides")).hasSize(1);
    assertThat(now.path("row").path("version").asText()).isEqualTo("2");
    assertThat(now.path("row").path("status").asText()).isEqualTo("ok");
    String run = now.path("history").path(0).path("run").asText();
    assertThat(jigi.get("/api/v1/runs/" + run).path("steps").path(0).path("title").asText())
        .isEqualTo("backup");
    assertThat(jigi.get("/api/v1/runs/" + run).path("steps").path(0).path("state").asText())
        .isEqualTo("succeeded");
    assertThat(refused(worker, "exits").out()).contains("no database");
    begun(worker, "rollback", Map.of());
    assertThat(
            jigi.get("/api/v1/deployments/warehouse/worker").path("row").path("version").asText())
        .isEqualTo("1");
  }
}
