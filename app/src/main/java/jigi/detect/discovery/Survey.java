package jigi.detect.discovery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.exec.Exchange;
import jigi.base.kernel.UserError;

/**
 * What one machine has, as {@code survey.sh} prints it there.
 *
 * @param name that the machine gives itself
 * @param units of systemd that are active, services and timers, without the system's own
 * @param crontabs by where they stand
 * @param sockets of Docker daemons, where they usually lie
 */
public record Survey(
    String name,
    List<Listening> listening,
    List<String> units,
    Map<String, List<Crontab.Line>> crontabs,
    List<Certificates.InFile> certificates,
    List<String> sockets) {
  /** What comes with the distribution, and what nobody writes a manual for. */
  private static final String SYSTEMS_OWN =
      "(systemd-|getty@|serial-getty@|user@|user-runtime-dir@|apt-daily|dpkg-|man-db|fstrim|e2scrub"
          + "|motd-news|ua-|update-notifier|fwupd|snapd|phpsessionclean|logrotate|ifup@|networking"
          + "|dbus|polkit|udisks2|accounts-daemon|ModemManager|multipathd|unattended-upgrades"
          + "|networkd-dispatcher|packagekit|rsyslog|console-setup|keyboard-setup|kmod|lvm2|blk-avail"
          + "|apparmor|cloud-|ufw|NetworkManager|irqbalance|plymouth|setvtrgb|grub|atd|cron\\.|crond"
          + "|ssh\\.|sshd\\.|chrony|ntp|dnf-makecache|auditd|tuned|sysstat|anacron|raid-check|rc-local"
          + "|finalrd|qemu-guest-agent|acpid|open-vm-tools|amazon-ssm-agent).*";

  private static final Set<String> SYSTEMS_CRONTABS =
      Set.of("e2scrub_all", "sysstat", "mdadm", "popularity-contest", "anacron", "ntpsec", "php");

  /** The script, for a shell's input. */
  public static byte[] script() {
    try (InputStream in = Survey.class.getResourceAsStream("survey.sh")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks survey.sh");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read survey.sh of the jar", e);
    }
  }

  /**
   * Reads what the script has printed.
   *
   * @throws UserError {@code survey-not-finished}
   */
  public static Survey of(Exchange said) {
    String text = new String(said.stdout(), StandardCharsets.UTF_8);
    if (!text.stripTrailing().endsWith("\n@@ end")) {
      throw new UserError(
          "survey-not-finished",
          "looking around did not come to its end"
              + (said.timedOut() ? " in time" : ": " + said.stderr().strip()),
          "see that the account has a shell, and look again when the machine is less busy");
    }
    return of(text);
  }

  static Survey of(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : ("\n" + text).split("\n@@ ")) {
      int end = part.indexOf('\n');
      if (end > 0) {
        parts.put(part.substring(0, end).strip(), part.substring(end + 1));
      }
    }
    return new Survey(
        parts.getOrDefault("name", "").strip(),
        Listening.of(parts.getOrDefault("tcp", ""), parts.getOrDefault("programs", "")),
        units(parts.getOrDefault("units", "")),
        crontabs(parts),
        Certificates.of(named(parts, "certificate ")),
        parts.getOrDefault("sockets", "").lines().filter(line -> line.startsWith("/")).toList());
  }

  private static Map<String, String> named(Map<String, String> parts, String kind) {
    Map<String, String> all = new LinkedHashMap<>();
    parts.forEach(
        (name, text) -> {
          if (name.startsWith(kind)) {
            all.put(name.substring(kind.length()), text);
          }
        });
    return all;
  }

  private static List<String> units(String listed) {
    List<String> all = new ArrayList<>();
    for (String line : listed.split("\n")) {
      String unit = line.strip().split("\\s+", 2)[0];
      if (unit.matches(".+\\.(service|timer)") && !unit.matches(SYSTEMS_OWN)) {
        all.add(unit);
      }
    }
    return all;
  }

  private static Map<String, List<Crontab.Line>> crontabs(Map<String, String> parts) {
    Map<String, List<Crontab.Line>> all = new LinkedHashMap<>();
    named(parts, "crontab ")
        .forEach(
            (file, text) -> {
              if (!SYSTEMS_CRONTABS.contains(file.substring(file.lastIndexOf('/') + 1))) {
                put(all, file, Crontab.read(text, true));
              }
            });
    named(parts, "crontab-of ")
        .forEach(
            (file, text) -> {
              String account = file.substring(file.lastIndexOf('/') + 1);
              put(
                  all,
                  file,
                  Crontab.read(text, false).stream().map(line -> line.of(account)).toList());
            });
    return all;
  }

  private static void put(
      Map<String, List<Crontab.Line>> all, String file, List<Crontab.Line> lines) {
    List<Crontab.Line> own =
        lines.stream().filter(line -> !line.command().contains("run-parts")).toList();
    if (!own.isEmpty()) {
      all.put(file, own);
    }
  }
}
