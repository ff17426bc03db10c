package jigi.detect.probe.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.wire.WireException;
import jigi.detect.inventory.Bytes;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.DockerCheck;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;

/** The check of {@link EngineKind} (docs.docker.com/reference/api/engine). */
record EngineCheck(String connection, Wanted wanted, List<Expectation> expect)
    implements DockerCheck {
  private static final String PROJECT = "com.docker.compose.project";
  private static final String DANGLING = "filters=%7B%22dangling%22%3A%5B%22true%22%5D%7D";

  /**
   * What must be there.
   *
   * @param networks by name, with the compose projects or containers that belong to each
   */
  record Wanted(Map<String, List<String>> networks, List<String> volumes, List<String> images) {}

  @Override
  public Observation look(DockerSession session, CheckContext context)
      throws WireException, InterruptedException {
    Measured measured = new Measured();
    networks(session, measured);
    volumes(session, measured);
    images(session, measured);
    return measured.judge(expect, context);
  }

  private void networks(DockerSession session, Measured measured)
      throws WireException, InterruptedException {
    if (wanted.networks().isEmpty()) {
      return;
    }
    Set<String> there = new HashSet<>();
    session.get("/networks").json().forEach(each -> there.add(each.path("Name").asText()));
    JsonNode containers = session.get("/containers/json").json();
    wanted
        .networks()
        .forEach(
            (network, members) -> {
              if (!there.contains(network)) {
                measured.fault("there is no network " + network);
                return;
              }
              members.forEach(member -> attached(network, member, containers, measured));
            });
  }

  private static void attached(
      String network, String member, JsonNode containers, Measured measured) {
    int all = 0;
    List<String> away = new ArrayList<>();
    for (JsonNode each : containers) {
      String name = each.path("Names").path(0).asText().replaceFirst("^/", "");
      if (each.path("Labels").path(PROJECT).asText().equals(member) || name.equals(member)) {
        all++;
        if (!each.path("NetworkSettings").path("Networks").has(network)) {
          away.add(name);
        }
      }
    }
    if (all == 0) {
      measured.fault("nothing of " + member + " runs on network " + network);
    } else if (!away.isEmpty()) {
      measured.fault(
          member + " is not attached to network " + network + ": " + String.join(", ", away));
    } else {
      measured.remark(member + " on " + network);
    }
    measured.sample(
        "docker_network_attached",
        all > 0 && away.isEmpty() ? 1 : 0,
        "network",
        network,
        "member",
        member);
  }

  private void volumes(DockerSession session, Measured measured)
      throws WireException, InterruptedException {
    Set<String> there = new HashSet<>();
    session.get("/volumes").json().path("Volumes").forEach(v -> there.add(v.path("Name").asText()));
    int unused = session.get("/volumes?" + DANGLING).json().path("Volumes").size();
    wanted.volumes().stream()
        .filter(name -> !there.contains(name))
        .forEach(name -> measured.fault("there is no volume " + name));
    measured.number("volumes", there.size());
    measured.number("unused-volumes", unused);
    measured.sample("docker_volumes", there.size());
    measured.sample("docker_volumes_unused", unused);
    measured.remark(there.size() + " volumes");
  }

  private void images(DockerSession session, Measured measured)
      throws WireException, InterruptedException {
    Set<String> tags = new HashSet<>();
    JsonNode all = session.get("/images/json").json();
    all.forEach(image -> image.path("RepoTags").forEach(tag -> tags.add(tag.asText())));
    wanted.images().stream()
        .filter(image -> !tags.contains(image))
        .forEach(image -> measured.fault("there is no image " + image));
    long bytes = 0;
    JsonNode dangling = session.get("/images/json?" + DANGLING).json();
    for (JsonNode each : dangling) {
      bytes += each.path("Size").asLong();
    }
    measured.number("images", all.size());
    measured.number("dangling-images", dangling.size());
    measured.number("dangling-size", bytes);
    measured.sample("docker_images", all.size());
    measured.sample("docker_images_dangling", dangling.size());
    measured.sample("docker_images_dangling_bytes", bytes);
    measured.remark(
        all.size() + " images, " + dangling.size() + " dangling of " + Bytes.format(bytes));
  }
}
