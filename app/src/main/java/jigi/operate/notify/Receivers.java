package jigi.operate.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Problems;
import jigi.operate.notify.alertmanager.AlertmanagerFile;

/**
 * The receivers of an alertmanager.yml: the manual's route of the same name, or else the channels
 * that the file describes.
 */
final class Receivers {
  private final AlertmanagerFile.Imported imported;
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final Map<String, Receiver> receivers = new LinkedHashMap<>();

  Receivers(AlertmanagerFile.Imported imported, Map<String, Route> routes, Problems problems) {
    this.imported = imported;
    imported
        .receivers()
        .forEach(
            (name, receiver) -> {
              Route own = routes.get(name);
              if (own != null) {
                receivers.put(name, Receiver.of(name, own));
              } else {
                receivers.put(name, described(receiver, problems));
              }
            });
  }

  private Receiver described(AlertmanagerFile.Receiver receiver, Problems problems) {
    receiver
        .refused()
        .forEach(
            (kind, place) ->
                problems.error(
                    place,
                    "not-supported",
                    "Jigi does not read " + kind + " (receiver '" + receiver.name() + "')",
                    "write a route '" + receiver.name() + "' into jigi.yaml, with 'to' and 'by'"));
    List<Receiver.Leg> legs = new ArrayList<>();
    for (AlertmanagerFile.Integration one : receiver.integrations()) {
      String channel = receiver.name() + "/" + one.channel().kind() + "/" + legs.size();
      channels.put(channel, one.channel());
      List<String> to = new ArrayList<>();
      for (String address : one.to().isEmpty() ? List.of("") : one.to()) {
        String key = address.isEmpty() ? receiver.name() : address;
        String email = address.isEmpty() ? null : address;
        people.put(key, new Person(key, key, email, null, null, Hours.ALWAYS, null));
        to.add(key);
      }
      legs.add(new Receiver.Leg(new Route(to, List.of(channel), null), one.resolved()));
    }
    return new Receiver(receiver.name(), legs, null);
  }

  Map<String, Person> people() {
    return people;
  }

  Map<String, Channel> with(Map<String, Channel> others) {
    Map<String, Channel> all = new LinkedHashMap<>(others);
    all.putAll(channels);
    return all;
  }

  Routing routing() {
    return new Routing(imported.root(), receivers, imported.inhibitions());
  }
}
