package jigi.detect.probe.nginx;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.WireException;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.ServiceCall;
import jigi.detect.probe.expect.Expectation;

/**
 * The check of {@link NginxKind}. The page's text is that of
 * https://nginx.org/en/docs/http/ngx_http_stub_status_module.html
 */
record NginxCheck(String connection, String path, List<Expectation> expect)
    implements Check, ByConnection {
  private static final Pattern PAGE =
      Pattern.compile(
          "Active connections:\\s+(\\d+)\\s+server accepts handled requests(?: request_time)?"
              + "\\s+(\\d+)\\s+(\\d+)\\s+(\\d+).*?"
              + "Reading:\\s+(\\d+)\\s+Writing:\\s+(\\d+)\\s+Waiting:\\s+(\\d+)",
          Pattern.DOTALL);

  @Override
  public Class<? extends Connection> connectionKind() {
    return HttpConnection.class;
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      Http.Response answer = new ServiceCall(context, connection).get(path);
      if (answer.status() != 200) {
        return Observation.fail(path + " is answered by " + answer.statusLine());
      }
      Matcher page = PAGE.matcher(answer.text());
      return page.find()
          ? judge(page, context)
          : Observation.fail(path + " is answered by something else than stub_status");
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (WireException e) {
      return Observation.of(e);
    }
  }

  private Observation judge(Matcher page, CheckContext context) {
    Measured measured = new Measured();
    double accepted = number(page, 2);
    double handled = number(page, 3);
    measured.number("active", number(page, 1));
    measured.number("dropped", accepted - handled);
    measured.number("reading", number(page, 5));
    measured.number("writing", number(page, 6));
    measured.number("waiting", number(page, 7));
    measured.sample("nginx_connections_active", number(page, 1));
    measured.sample("nginx_connections_accepted_total", accepted);
    measured.sample("nginx_connections_handled_total", handled);
    measured.sample("nginx_http_requests_total", number(page, 4));
    measured.sample("nginx_connections_reading", number(page, 5));
    measured.sample("nginx_connections_writing", number(page, 6));
    measured.sample("nginx_connections_waiting", number(page, 7));
    measured.remark(page.group(1) + " connections, " + page.group(4) + " requests so far");
    return measured.judge(expect, context);
  }

  private static double number(Matcher page, int group) {
    return Double.parseDouble(page.group(group));
  }
}
