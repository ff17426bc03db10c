package jigi.detect.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results as Prometheus 3 gives them for the same template and value. */
class TemplateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "0.953 ~ {{ $value }} ~ 0.953",
        "5 ~ {{ $value }} ~ 5",
        "1e21 ~ {{ $value }} ~ 1e+21",
        "0.00001 ~ {{ .Value }} ~ 1e-05",
        "0.953 ~ {{ $value | humanizePercentage }} ~ 95.3%",
        "0.06 ~ {{ humanizePercentage $value }} ~ 6%",
        "1234567 ~ {{ $value | humanize }} ~ 1.235M",
        "0.0012345 ~ {{ humanize $value }} ~ 1.234m",
        "1048576 ~ {{ humanize1024 $value }} ~ 1Mi",
        "4000 ~ {{ humanizeDuration $value }} ~ 1h 6m 40s",
        "899.99 ~ {{ humanizeDuration $value }} ~ 14m 59s",
        "90061 ~ {{ humanizeDuration $value }} ~ 1d 1h 1m 1s",
        "0.1 ~ {{ humanizeDuration $value }} ~ 100ms",
        "2.5 ~ {{ humanizeDuration $value }} ~ 2.5s",
        "1435065584.128 ~ {{ humanizeTimestamp $value }} ~ 2015-06-23 13:19:44.128 +0000 UTC",
        "92.456 ~ {{ printf \"%.2f\" $value }} ~ 92.46",
        "92.456 ~ {{ $value | printf \"%.1f%%\" }} ~ 92.5%",
        "7 ~ {{ printf \"%s is at %6.2f\" $labels.host $value }} ~ app is at   7.00",
        "7 ~ {{ if gt $value 5.0 }}high{{ else }}low{{ end }} ~ high",
        "3 ~ {{ if gt $value 5.0 }}high{{ else if gt $value 2.0 }}middle{{ else }}low{{ end }} ~"
            + " middle",
        "3 ~ {{ $labels.host | toUpper }}/{{ .Labels.missing }}! ~ APP/!",
        "3 ~ {{ if $labels.missing }}x{{ end }}a   {{- \" b\" -}}   c ~ a bc",
        "3 ~ {{/* a comment */}}x ~ x",
        "3 ~ {{ reReplaceAll \"a(.)p\" \"<$1>\" $labels.host }} ~ <p>",
        "3 ~ {{ if and (eq $labels.host \"app\") (lt $value 4.0) }}yes{{ end }} ~ yes",
        "NaN ~ {{ $value | humanize }} ~ NaN",
        "1 ~ {{ query \"up\" | first | value }} ~ 3.5",
        "1 ~ {{ query \"up\" | first | label \"instance\" }} ~ b",
        "1 ~ {{ query \"up\" | sortByLabel \"instance\" | first | value | printf \"%.1f\" }} ~ 4.0",
        "1 ~ {{ query (printf \"up{host=%q}\" $labels.host) | len }} ~ 2",
        "1 ~ {{ if query \"none\" }}x{{ else }}none{{ end }} ~ none",
        "1 ~ {{ query \"none\" | first | value }} ~ NaN",
      })
  void rendersAsPrometheus(double value, String template, String expected) throws Exception {
    Template.Data data =
        new Template.Data(
            Map.of("host", "app"), value, Template.External.at("http://jigi"), TemplateTest::ask);
    assertThat(Template.parse(template).render(data)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "up {{ $value | humanise }} ~ 15 ~ a template has no function 'humanise' ~ did you mean"
            + " 'humanize'?",
        "{{ $labels.host ~ 0 ~ '{{' is not closed ~ close it with }}",
        "{{ $lables.host }} ~ 3 ~ a template has no variable '$lables.host' ~ use $value,"
            + " $labels.<label> or $externalURL",
        "{{ if $value }}x ~ 3 ~ an 'if' without its 'end' ~ close it with {{ end }}",
        "{{ end }} ~ 3 ~ 'end' without an 'if' ~ remove it",
        "{{ range \"up\" }} ~ 3 ~ Jigi's templates do not have 'range' ~ use $value, $labels and"
            + " the humanize functions",
        "{{ humanize }} ~ 3 ~ 'humanize' takes 1 argument(s), here stand 0 ~ for example {{ $value"
            + " | humanize }}",
        "{{ match \"(\" $labels.host }} ~ 3 ~ not a regular expression ('('): missing closing ) ~"
            + " RE2 syntax is used",
        "{{ $value $value }} ~ 10 ~ unexpected '$value' ~ end the action with }} here",
      })
  void refusesWhatItCannotDo(String template, int offset, String message, String hint) {
    TemplateException thrown =
        catchThrowableOfType(TemplateException.class, () -> Template.parse(template));
    assertThat(thrown).as(template).hasMessage(message);
    assertThat(thrown.offset()).isEqualTo(offset);
    assertThat(thrown.hint()).isEqualTo(hint);
  }

  private static List<Template.Found> ask(String expression) {
    return expression.startsWith("up")
        ? List.of(
            new Template.Found(Map.of("instance", "b"), 3.5),
            new Template.Found(Map.of("instance", "a"), 4))
        : List.of();
  }

  @Test
  void refusesAQuestionThatIsNoPromql() {
    TemplateException thrown =
        catchThrowableOfType(
            TemplateException.class, () -> Template.parse("{{ query \"sum(\" | first | value }}"));
    assertThat(thrown).hasMessageStartingWith("not PromQL: 1:5: parse error");
  }

  @Test
  void knowsWhatIsTheSameForEveryAlert() throws Exception {
    assertThat(Template.parse("critical").isConstant()).isTrue();
    assertThat(Template.parse("{{ $labels.severity }}").isConstant()).isFalse();
  }
}
