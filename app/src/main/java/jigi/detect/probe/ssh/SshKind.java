package jigi.detect.probe.ssh;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;

/** Looks at an SSH server: that it answers, that it is the one it was, that it lets Jigi in. */
public final class SshKind implements ProbeKind {
  private static final Field<Endpoint> TARGET =
      Field.required("ssh", Endpoint.shape(22), "Host and port; 22 when there is none.");
  private static final Field<List<String>> KEYS =
      Field.optional(
          "host-keys",
          Shapes.listOf(
              Shapes.scalar(
                  "a fingerprint as ssh-keygen -l prints it",
                  "SHA256:pJ0xg8hxVxkbxK6bXvkQ2t3lHTZ7NfDfhxW7sN3S8mE",
                  Map.of("type", "string"),
                  text -> text.matches("SHA256:[A-Za-z0-9+/]{43}") ? text : null)),
          "The fingerprints that it may show; absent: its key is not looked at.");
  private static final Field<Boolean> LOGIN =
      Field.optional(
          "login",
          Shapes.bool(),
          "false",
          "Whether to log in as well, to the component's host, which 'hosts' describes.");

  private static final Field<List<String>> METHODS =
      Field.optional(
          "methods",
          Shapes.listOf(
              Shapes.scalar(
                  "a method as sshd names it",
                  "publickey",
                  Map.of("type", "string"),
                  text -> text.matches("[a-z][a-z0-9@.-]*") ? text : null)),
          "The ways to log in that it may offer; absent: they are not looked at.");
  private static final Field<String> ACCOUNT =
      Field.optional(
          "account",
          Shapes.scalar(
              "an account's name",
              "jigi",
              Map.of("type", "string"),
              text -> text.matches("[A-Za-z_][A-Za-z0-9_.-]*") ? text : null),
          "jigi",
          "For whom the ways to log in are asked; it need not exist.");

  @Override
  public String name() {
    return "ssh";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(TARGET, KEYS, METHODS, ACCOUNT, LOGIN);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    List<String> keys = values.find(KEYS);
    List<String> methods = values.find(METHODS);
    return new SshCheck(
        values.get(TARGET),
        keys == null ? List.of() : List.copyOf(keys),
        methods == null ? null : new SshMethods(List.copyOf(methods), values.get(ACCOUNT)),
        values.get(LOGIN));
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("ssh_banner_seconds", "seconds", "Time until it told its version."),
        SampleName.of(
            "ssh_host_key_known", "state", "1 when it shows a key of 'host-keys'; only with them."),
        SampleName.of(
            "ssh_auth_method_offered",
            "state",
            "1 for each way to log in that it offers; only with 'methods'.",
            "method"),
        SampleName.of(
            "ssh_password_offered",
            "state",
            "1 when a password can be tried; only with 'methods'."),
        SampleName.of("ssh_login_seconds", "seconds", "Time that a command took; with 'login'."));
  }
}
