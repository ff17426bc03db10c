package jigi.base.connect.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.connect.End;
import jigi.base.connect.Opening;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Questions to a registry by the OCI distribution specification 1.1, which Docker's protocol of
 * version 2 became; signing in as Docker's registry does it ("Token Authentication Specification").
 * What is found out about a tag counts at no registry as a pull.
 */
public final class RegistrySession {
  private static final int LARGEST = 4 << 20;
  private static final int PAGE = 1000;
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");

  /** All that a tag may stand for; without it some registries answer with what nobody runs. */
  private static final String MANIFESTS =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  private final RegistryConnection connection;
  private final String password;
  private final Opening opening;
  private @Nullable String authorization;

  RegistrySession(RegistryConnection connection, String password, Opening opening) {
    this.connection = connection;
    this.password = password;
    this.opening = opening;
  }

  /**
   * Tags of a repository, as the registry orders them.
   *
   * @param whole false when there are more than were asked for
   */
  public record Tags(List<String> names, boolean whole) {
    public Tags {
      names = List.copyOf(names);
    }
  }

  /**
   * What the registry has.
   *
   * @param most so many at most, in pages of a thousand
   * @return null when it has no such repository
   * @throws WireException FAIL when it refuses or does not answer, UNKNOWN when the fault is ours
   */
  public @Nullable Tags tags(String repository, int most)
      throws WireException, InterruptedException {
    List<String> names = new ArrayList<>();
    URI page = at("/v2/" + repository + "/tags/list?n=" + PAGE);
    while (page != null && names.size() < most) {
      Http.Response answer = ask("GET", page, "application/json");
      if (answer.status() == 404) {
        return null;
      }
      for (JsonNode tag : json(answer).path("tags")) {
        names.add(tag.asText());
      }
      page = next(page, answer);
    }
    boolean whole = page == null && names.size() <= most;
    return new Tags(names.subList(0, Math.min(most, names.size())), whole);
  }

  private @Nullable URI next(URI page, Http.Response answer) throws WireException {
    String link = answer.header("link");
    Matcher next = NEXT.matcher(link == null ? "" : link);
    if (!next.find()) {
      return null;
    }
    URI to = page.resolve(next.group(1));
    if (!Objects.equals(to.getRawAuthority(), connection.base().getRawAuthority())
        || to.equals(page)) {
      throw WireException.fail("the registry's next page of tags is at " + to);
    }
    return to;
  }

  /**
   * What exactly a tag means now: {@code sha256:…}; of images for several machines that of their
   * index.
   *
   * @return null when there is no such tag, or no such repository
   * @throws WireException as for {@link #tags}
   */
  public @Nullable String digest(String repository, String tag)
      throws WireException, InterruptedException {
    URI manifest = at("/v2/" + repository + "/manifests/" + tag);
    Http.Response head = ask("HEAD", manifest, MANIFESTS);
    if (head.status() == 404) {
      return null;
    }
    String said = accepted(head).header("docker-content-digest");
    if (said != null) {
      return said;
    }
    // The header is a "should": what it would say is the hash of the bytes.
    Http.Response whole = accepted(ask("GET", manifest, MANIFESTS));
    return "sha256:" + Hash.of(whole.body());
  }

  /**
   * Signs in without asking for anything.
   *
   * @return why nobody is let in; null when that is not so
   * @throws WireException when no registry answers
   */
  @Nullable String greet() throws WireException, InterruptedException {
    Http.Response answer = ask("GET", at("/v2/"), "application/json");
    if (isShut(answer)) {
      return refusal(answer);
    }
    if (answer.status() != 200) {
      throw WireException.fail("what answers there is no registry: " + answer.statusLine());
    }
    return null;
  }

  private URI at(String path) {
    return URI.create(connection.base() + path);
  }

  /** Signs in when the registry asks for it, once. */
  private Http.Response ask(String method, URI uri, String accept)
      throws WireException, InterruptedException {
    Http.Response answer = send(method, uri, accept, authorization);
    Challenge challenge =
        answer.status() == 401 ? Challenge.of(answer.header("www-authenticate")) : null;
    if (challenge == null) {
      return answer;
    }
    String login = login(challenge);
    if (login == null) {
      return answer;
    }
    authorization = login;
    return send(method, uri, accept, login);
  }

  /** Null when there is nothing to sign in with, or nobody is let in. */
  private @Nullable String login(Challenge challenge) throws WireException, InterruptedException {
    return switch (challenge.scheme()) {
      case BASIC -> connection.user().isEmpty() ? null : basic();
      case BEARER -> token(challenge);
    };
  }

  private String basic() {
    String both = connection.user() + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable String token(Challenge challenge) throws WireException, InterruptedException {
    URI realm = realm(challenge.parameter("realm"));
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("service", challenge.parameter("service"));
    asked.put("scope", challenge.parameter("scope"));
    StringBuilder query = new StringBuilder();
    asked.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            query.append(query.isEmpty() ? "" : "&").append(name).append('=');
            query.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
          }
        });
    String start = realm + (realm.getRawQuery() == null ? "?" : "&");
    Http.Response answer =
        send(
            "GET",
            URI.create(start + query),
            "application/json",
            connection.user().isEmpty() ? null : basic());
    if (isShut(answer)) {
      return null;
    }
    JsonNode said = json(answer);
    String token = said.path("token").asText(said.path("access_token").asText());
    if (token.isEmpty() || token.chars().anyMatch(Character::isISOControl)) {
      throw WireException.fail("the registry's login at " + realm.getHost() + " gave no token");
    }
    return "Bearer " + token;
  }

  /**
   * Where the registry sends its visitors to sign in: never from an encrypted place to an open one.
   */
  private URI realm(String text) throws WireException {
    try {
      URI realm = URI.create(text);
      boolean secure = "https".equals(realm.getScheme());
      boolean allowed = secure || connection.base().getScheme().equals("http");
      if (realm.getHost() != null && allowed && (secure || "http".equals(realm.getScheme()))) {
        return realm;
      }
    } catch (IllegalArgumentException e) {
      throw WireException.fail("the registry names no place to sign in: '" + text + "'");
    }
    throw WireException.fail("the registry sends its visitors to sign in at '" + text + "'");
  }

  private Http.Response send(String method, URI uri, String accept, @Nullable String login)
      throws WireException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", accept));
    if (login != null) {
      headers.put("Authorization", login);
    }
    Tls.Trust trust = new Tls.Trust(opening.file(connection.ca()), null);
    Http.Request request = new Http.Request(method, uri, headers, new byte[0], LARGEST, trust);
    try (End end = opening.end(RegistryConnection.address(uri), connection.on(), true)) {
      return new Http(opening.network())
          .exchange(request, end.host(), end.port(), AddressPolicy.STRICT, opening.deadline());
    } catch (IOException e) {
      throw new IllegalStateException("a way that cannot be taken down", e);
    }
  }

  private static boolean isShut(Http.Response answer) {
    return answer.status() == 401 || answer.status() == 403;
  }

  private String refusal(Http.Response answer) {
    String who = connection.user().isEmpty() ? "anybody" : connection.user();
    return "the registry does not let in " + who + ": " + answer.statusLine() + said(answer);
  }

  /** The first of the registry's own errors, where it names one. */
  private static String said(Http.Response answer) {
    try {
      String message = Json.tree(answer.text()).path("errors").path(0).path("message").asText("");
      return message.isEmpty() ? "" : " (" + message + ")";
    } catch (UserError notJson) {
      return "";
    }
  }

  private Http.Response accepted(Http.Response answer) throws WireException {
    if (isShut(answer)) {
      throw WireException.fail(refusal(answer));
    }
    if (answer.status() == 429) {
      throw WireException.unknown("the registry was asked too often: " + answer.statusLine());
    }
    if (answer.status() != 200) {
      throw WireException.fail("the registry answered " + answer.statusLine() + said(answer));
    }
    if (!answer.whole()) {
      throw WireException.unknown("the registry's answer is longer than " + LARGEST + " bytes");
    }
    return answer;
  }

  private JsonNode json(Http.Response answer) throws WireException {
    try {
      return Json.tree(accepted(answer).text());
    } catch (UserError e) {
      throw WireException.fail("the registry's answer is no JSON");
    }
  }
}
