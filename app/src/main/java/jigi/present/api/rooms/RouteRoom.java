package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import jigi.detect.alert.Alert;
import jigi.operate.notify.Channel;
import jigi.operate.notify.Delivery;
import jigi.operate.notify.Destinations;
import jigi.operate.notify.Mute;
import jigi.operate.notify.NotifyEngine;
import jigi.operate.notify.NotifySettings;
import jigi.operate.notify.Person;
import jigi.operate.notify.Route;
import jigi.operate.notify.routing.Grouping;
import jigi.operate.notify.routing.Matchers;
import jigi.operate.notify.routing.Rate;
import jigi.operate.notify.routing.Silence;
import jigi.operate.notify.routing.Window;
import jigi.present.api.view.AlertDetail;
import jigi.present.api.view.RouteView;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Where alerts go, as it is shown and tried. */
final class RouteRoom {
  private final NotifyEngine engine;
  private final Supplier<Set<String>> systems;

  RouteRoom(NotifyEngine engine, Supplier<Set<String>> systems) {
    this.engine = engine;
    this.systems = systems;
  }

  List<RouteView> list(Scope scope) {
    List<RouteView> all = new ArrayList<>();
    for (String system : seen(scope)) {
      engine.destinations().all(system).forEach(way -> all.add(view(system, way)));
    }
    return all;
  }

  List<RouteView.Way> channels(Scope scope) {
    List<RouteView.Way> all = new ArrayList<>();
    for (String system : seen(scope)) {
      NotifySettings known = known(system);
      new TreeMap<>(known.channels())
          .forEach(
              (name, channel) -> {
                Map<String, String> people = new TreeMap<>();
                known.people().values().stream()
                    .filter(channel::reaches)
                    .forEach(person -> people.put(person.key(), person.title()));
                all.add(
                    new RouteView.Way(
                        system,
                        name,
                        channel.kind(),
                        channel.fallback(),
                        often(channel.limit()),
                        people,
                        known.people().values().stream()
                            .filter(person -> !channel.reaches(person))
                            .map(Person::title)
                            .sorted()
                            .toList()));
              });
    }
    return all;
  }

  private List<String> seen(Scope scope) {
    return new TreeSet<>(systems.get())
        .stream().filter(system -> scope.sees(system) && engine.settings(system) != null).toList();
  }

  RouteView.Answer whereTo(String system, String labels) {
    return whereTo(system, Destinations.labels(labels));
  }

  private RouteView.Answer whereTo(String system, Map<String, String> labels) {
    Mute mute = engine.destinations().kept(system, labels);
    return new RouteView.Answer(
        engine.destinations().of(system, labels).stream().map(way -> view(system, way)).toList(),
        mute == null ? null : kept(system, mute));
  }

  /** Who was and is told of an alert. */
  AlertDetail.Telling telling(Alert alert) {
    String system = alert.identity().system();
    boolean over = alert.phase().isEnded() || engine.settings(system) == null;
    Map<String, String> labels = new TreeMap<>(alert.identity().labels().toMap());
    labels.put("alertname", alert.identity().rule());
    labels.put("severity", alert.said().severity().key());
    return new AlertDetail.Telling(
        over ? null : whereTo(system, labels),
        engine.about(alert.id()).stream().map(this::sent).toList());
  }

  private RouteView.Sent sent(Delivery delivery) {
    Delivery.Progress progress = delivery.progress();
    String error = progress.lastError();
    NotifySettings known = engine.settings(delivery.system());
    Channel channel = known == null ? null : known.channels().get(delivery.channel());
    return new RouteView.Sent(
        channel != null && channel.isShared() ? "" : title(known, delivery.person()),
        delivery.channel(),
        delivery.kind().key(),
        progress.state().key(),
        delivery.created(),
        Objects.requireNonNullElse(progress.proof(), error == null ? "" : error));
  }

  private RouteView.Kept kept(String system, Mute mute) {
    return switch (mute.kind()) {
      case SILENCE -> {
        Silence silence = engine.silences().find(mute.by());
        yield new RouteView.Kept(
            mute.kind().key(),
            mute.by(),
            silence == null ? "" : silence.why().reason(),
            silence == null ? null : silence.span().until());
      }
      case MAINTENANCE -> {
        Window window = known(system).windows().get(mute.by());
        yield new RouteView.Kept(
            mute.kind().key(), mute.by(), window == null ? "" : window.reason(), null);
      }
      case INHIBITED, STANDS_ON -> new RouteView.Kept(mute.kind().key(), mute.by(), "", null);
    };
  }

  /** How often alerts fired that come and go and are told no more, by their ids. */
  Map<String, Long> flapping() {
    return engine.flapping();
  }

  String test(String system, String channel, String person, String actor) {
    return engine.test(system, channel, person, actor).id();
  }

  private RouteView view(String system, Destinations.Way way) {
    Grouping grouping = way.grouping();
    List<RouteView.Told> told = new ArrayList<>();
    way.legs().forEach(leg -> told.addAll(told(system, leg.to(), leg.by())));
    return new RouteView(
        system,
        way.name(),
        way.depth(),
        Matchers.text(way.matchers()).replace("__severity__", "severity"),
        told,
        way.steps().stream().map(step -> step(system, step)).toList(),
        new RouteView.Pace(
            grouping.by(),
            grouping.pace().first(),
            grouping.pace().interval(),
            grouping.pace().repeat(),
            grouping.delay(),
            often(grouping.flap())),
        way.quiet(),
        way.goesOn());
  }

  private static RouteView.@Nullable Often often(Rate rate) {
    return rate.equals(Rate.NEVER) ? null : new RouteView.Often(rate.times(), rate.within());
  }

  private RouteView.Step step(String system, Route.Step step) {
    return new RouteView.Step(step.after(), told(system, step.to(), step.by()));
  }

  private List<RouteView.Told> told(String system, List<String> to, List<String> by) {
    NotifySettings known = known(system);
    List<String> people = engine.onCalls().called(system, to).people();
    List<RouteView.Told> all = new ArrayList<>();
    for (String name : by) {
      Channel channel = known.channels().get(name);
      if (channel != null && channel.isShared()) {
        all.add(new RouteView.Told("", name, true));
      } else if (channel != null) {
        for (String key : people) {
          Person person = known.people().get(key);
          boolean reached = person != null && channel.reaches(person);
          all.add(new RouteView.Told(title(known, key), name, reached));
        }
      }
    }
    return all;
  }

  private static String title(@Nullable NotifySettings known, String key) {
    return known == null ? key : known.title(key);
  }

  private NotifySettings known(String system) {
    return Objects.requireNonNull(engine.settings(system), system);
  }
}
