package jigi.present.api.view;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Deployments and what they left. Acts give the id of the run that they begin. */
public interface DeploymentDesk {
  /**
   * What a person asks for; empty for what was not said.
   *
   * @param phase prepare, gateway, finalize, cancel or full
   * @param override blue or green
   * @param force blue or green
   * @param pull whether a registry is asked for the image
   * @param set {@code NAME=value}, a line each: in place of what env files say
   * @param reason why it begins although it is frozen, or its checklist is not signed
   * @param migration none, expand or contract
   * @param replace whether the live colour is replaced while the other one answers
   */
  record Asked(
      String phase,
      String version,
      String override,
      String force,
      boolean pull,
      String set,
      String reason,
      String migration,
      boolean replace) {}

  /** The worst first. */
  List<DeployView.Row> list(Scope scope);

  DeployView.@Nullable Detail get(String system, String name);

  /**
   * The versions that its registry has.
   *
   * @param most so many at most
   */
  DeployView.Tags tags(String system, String name, int most);

  /** What speaks against deleting versions in their registry. */
  List<DeployView.Needed> needed(String system, String name, List<String> versions);

  String begin(String system, String name, Asked asked, String actor);

  /**
   * Takes a webhook of CI; null when no such deployment listens.
   *
   * @param headers by names in lower case
   */
  DeployView.@Nullable Receipt receive(
      String system, String name, Function<String, @Nullable String> headers, byte[] body);

  /** Lets nothing be deployed but what goes back. */
  void freeze(String system, String name, String reason, String actor);

  void unfreeze(String system, String name, String actor);

  /**
   * Starts more instances, or ends some.
   *
   * @param to 5, +2 or -1
   */
  String scale(String system, String name, String to, String reason, String actor);

  /** To the last good version before the live one. */
  String rollBack(String system, String name, String actor);
}
