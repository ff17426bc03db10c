package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/** Deployments: where they are, and what there was. */
public final class DeployView {
  private DeployView() {}

  /**
   * A deployment in a list.
   *
   * @param runtime its kind
   * @param gateway its kind; empty where instances have none
   * @param active the colour that the state file names; null when nothing was deployed yet
   * @param version that is live; null when nothing was deployed yet
   * @param stage of what is under way; empty when nothing is
   * @param running the run that is at work; null for none
   * @param matter stable codes of what does not agree
   */
  public record Row(
      String system,
      String name,
      String title,
      String runtime,
      String gateway,
      Status status,
      @Nullable String active,
      @Nullable String version,
      String stage,
      @Nullable String running,
      List<String> matter,
      @Nullable Entry last) {
    public String path() {
      return "/deployments/" + system + "/" + name;
    }
  }

  /**
   * One colour, or one instance.
   *
   * @param colour blue, green, or the number of an instance
   * @param role live, next, leaving, out or empty
   * @param version null when nothing was shipped there
   * @param health healthy, sick, gone, unknown or empty
   * @param fault why it is not healthy
   * @param share of new requests that the gateway sends to it, in per cent; null when it does not
   *     say, or when there is none
   * @param inFlight requests that it works on; null when nothing can be said
   */
  public record Side(
      String colour,
      String role,
      @Nullable String version,
      String where,
      String health,
      @Nullable String fault,
      @Nullable Integer share,
      @Nullable Long inFlight) {}

  /**
   * What does not agree, in whose words.
   *
   * @param canWait whether nothing is wrong with what receives requests
   */
  public record Mismatch(String code, String said, boolean canWait) {}

  /**
   * One that was begun.
   *
   * @param colour empty where there are instances
   * @param outcome open, deployed, rolled-back or cancelled
   * @param requests through the gateway meanwhile
   */
  public record Entry(
      String id,
      String version,
      @Nullable String previous,
      String colour,
      String run,
      String actor,
      String stage,
      String outcome,
      @Nullable String why,
      Instant started,
      @Nullable Instant ended,
      @Nullable Duration took,
      long requests,
      long failed,
      @Nullable Long switchMillis) {}

  /** One line of what was done and seen. */
  public record Mark(Instant at, String stage, String said) {}

  /**
   * A part of the way.
   *
   * @param state done, now, todo or failed
   */
  public record Part(String name, String state) {}

  /**
   * What a person may do now.
   *
   * @param back whether the gateway can go back, or the last version be deployed again
   * @param backTo the version that a rollback brings; null when there is none
   * @param noBack why there is no rollback, as a word of the catalogue; empty when there is one
   */
  public record Acts(
      boolean begin,
      boolean gateway,
      boolean finish,
      boolean cancel,
      boolean back,
      @Nullable String backTo,
      String noBack) {}

  /**
   * What holds a deployment up.
   *
   * @param frozen why nothing is to be deployed; null while it may be
   * @param by who has frozen it
   * @param migrates whether it must be said what a version does to the schema
   */
  public record Holds(
      @Nullable String frozen, @Nullable String by, @Nullable Instant at, boolean migrates) {}

  /**
   * What CI made of a version.
   *
   * @param url of its page there; empty for none
   * @param state waiting, running, passed, failed, cancelled or skipped
   * @param jobs in their order
   * @param run of the deployment that it began; null for none
   * @param refused why it began none although it should
   */
  public record Chain(
      String workflow,
      String ref,
      String sha,
      String version,
      String url,
      String state,
      Instant at,
      List<Job> jobs,
      @Nullable String run,
      @Nullable String refused) {}

  /** A part of a chain, with the states of one. */
  public record Job(String name, String state) {}

  /**
   * What became of something that CI has sent.
   *
   * @param result kept, ignored, deploying, held, forged, replayed, old or no-secret
   * @param run that was begun; null for none
   */
  public record Receipt(String result, String said, @Nullable String run) {}

  /**
   * How many instances run, of how few and how many.
   *
   * @param follow null where people alone change it
   * @param changes newest first
   */
  public record Sizes(
      int running, int min, int max, @Nullable Follow follow, List<Sized> changes) {}

  /**
   * How the load says how many run.
   *
   * @param word what becomes of it: soon, nothing, unknown, steady, out, in, at-most, at-least,
   *     busy, cooling or held
   * @param load the newest value; empty while it is unknown
   * @param above more are started when it is above that for {@code out}
   * @param below some are ended when it is below that for {@code in}
   * @param until what is asked for waits until then; null where it does not wait for a time
   * @param hold so long the number that a person sets is kept; afterwards the load may change it
   */
  public record Follow(
      String word,
      String load,
      String above,
      Duration out,
      String below,
      Duration in,
      @Nullable Instant until,
      Duration hold) {}

  /**
   * One change of how many instances there are.
   *
   * @param outcome open, scaled, rolled-back or cancelled
   * @param why of whoever asked for it, or why it was taken back; empty for nothing
   */
  public record Sized(
      int before, int after, String outcome, String why, String actor, String run, Instant at) {}

  /**
   * A version that a registry has.
   *
   * @param known live, good (it was deployed well), or empty
   */
  public record Tag(String version, String known) {}

  /**
   * The versions of a registry, the highest first.
   *
   * @param total how many there are; of which {@code tags} may be the first
   * @param whole false when the registry has even more tags than were asked for
   * @param wanted how many there should be to go back to; null where there are as many
   * @param missing tags that there should be besides, as latest, and that it has not
   */
  public record Tags(
      String repository,
      List<Tag> tags,
      int total,
      boolean whole,
      @Nullable Integer wanted,
      List<String> missing) {}

  /**
   * What speaks against deleting a version in its registry.
   *
   * @param why live, open, way-back, also:latest, least:3; empty when nothing does
   */
  public record Needed(String version, List<String> why) {}

  /**
   * An env file; its values are never told.
   *
   * @param path absolute
   * @param readers deployment, runtime or gateway; none of them where people alone know of it
   * @param purpose in the words of the manual; empty where it has none
   * @param owner the account; empty where that cannot be told
   * @param mode as {@code rw-------}; empty where that cannot be told
   * @param changed null where that cannot be told
   * @param variables the names that stand in it
   * @param fault why it cannot be used; null when it can
   * @param secrets those of the variables that are secrets, the oldest first
   */
  public record EnvFile(
      String path,
      List<String> readers,
      String purpose,
      String owner,
      String mode,
      @Nullable Instant changed,
      List<String> variables,
      @Nullable String fault,
      List<EnvSecret> secrets) {}

  /**
   * A secret of an env file.
   *
   * @param since when it was changed at the latest
   * @param due until when it is to be changed again; null where the manual does not say
   * @param overdue whether that is over
   */
  public record EnvSecret(String name, Instant since, @Nullable Instant due, boolean overdue) {}

  /**
   * A deployment with both colours.
   *
   * @param sizes how many instances there may be; null where all run always
   * @param registered whether a registry can be asked for its versions
   */
  public record Detail(
      Row row,
      Holds holds,
      String file,
      String fileSays,
      String gatewaySays,
      List<Side> sides,
      List<Mismatch> mismatches,
      List<Part> parts,
      Acts acts,
      List<String> good,
      boolean registered,
      List<Mark> marks,
      List<Entry> history,
      List<Chain> chains,
      @Nullable Sizes sizes,
      List<EnvFile> envFiles) {}
}
