package jigi.detect.probe.updates;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;

/** The check of {@link UpdatesKind}. It installs nothing and takes no lock. */
record UpdatesCheck(UpdatesKind.Manager manager, List<Expectation> expect) implements Check {
  /**
   * Prints {@code name value} lines. apt tells by a simulation (apt-get(8)): a line {@code Inst}
   * for each package, with the archive that the update comes from. dnf(8) ends with 100 when there
   * are updates, which is no error. That no file asks for a reboot means something only where one
   * of the programs that write it is installed.
   */
  static final String SCRIPT =
      """
      kind=$1
      if [ "$kind" = auto ]; then
        if command -v apt-get >/dev/null; then kind=apt
        elif command -v dnf >/dev/null || command -v yum >/dev/null; then kind=dnf; fi
      fi
      case $kind in
      apt)
        list=$(apt-get -s -o Debug::NoLocking=true dist-upgrade) || exit 3
        echo "pending $(echo "$list" | grep -c '^Inst ')"
        echo "security $(echo "$list" | grep '^Inst ' | grep -ciE -- '-security|debian-security')"
        newest=$(stat -c %Y /var/lib/apt/lists/*Release 2>/dev/null | sort -n | tail -1)
        [ -n "$newest" ] && echo "lists $newest"
        if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ]; then echo "reboot 1"
        elif [ -x /usr/share/update-notifier/notify-reboot-required ] ||
          [ -e /etc/kernel/postinst.d/unattended-upgrades ]; then echo "reboot 0"; fi
        ;;
      dnf)
        tool=dnf; command -v dnf >/dev/null || tool=yum
        all=$($tool -q check-update); code=$?
        [ $code = 0 ] || [ $code = 100 ] || exit 3
        list() { sed '/^Obsoleting/,$d' | grep -cE '^[^ ]+\\.[a-z0-9_]+ +[^ ]+ +[^ ]+ *$'; }
        echo "pending $(echo "$all" | list)"
        all=$($tool -q --security check-update); code=$?
        [ $code = 0 ] || [ $code = 100 ] || exit 3
        echo "security $(echo "$all" | list)"
        if command -v needs-restarting >/dev/null; then
          needs-restarting -r >/dev/null 2>&1; code=$?
          [ $code -le 1 ] && echo "reboot $code"
        fi
        ;;
      *) echo "neither apt nor dnf is there" >&2; exit 4 ;;
      esac
      true
      """;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      String kind = manager.name().toLowerCase(Locale.ROOT);
      Captured said = context.capture("root", List.of("sh", "-c", SCRIPT, "sh", kind), Map.of());
      if (said.timedOut()) {
        return interrupted(context.timeout());
      }
      return said.code() == 0
          ? judge(context, said.stdout())
          : Observation.unknown(
              said.stderr().strip().lines().findFirst().orElse("exit " + said.code()));
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return Observation.unknown(
        "the package manager did not end within " + Durations.format(timeout));
  }

  Observation judge(CheckContext context, String text) {
    Map<String, Double> found = new HashMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ");
      found.put(words[0], Double.parseDouble(words[1]));
    }
    double nothing = Double.NaN;
    double pending = found.getOrDefault("pending", nothing);
    double security = found.getOrDefault("security", nothing);
    double reboot = found.getOrDefault("reboot", nothing);
    double lists = found.getOrDefault("lists", nothing) + context.ahead().toSeconds();
    Measured measured = new Measured();
    measured.number("pending", pending);
    measured.number("security", security);
    measured.number("reboot", reboot);
    measured.number("age", context.now().getEpochSecond() - lists);
    measured.gap("nothing on the host tells", "reboot", "age");
    measured.sample("host_updates_pending", pending);
    measured.sample("host_updates_security", security);
    measured.sample("host_reboot_required", reboot);
    measured.sample("host_package_lists_timestamp_seconds", lists);
    measured.remark((int) pending + " updates, " + (int) security + " of them for security");
    if (reboot == 1) {
      measured.remark("a reboot is needed");
    }
    return measured.judge(expect, context);
  }
}
