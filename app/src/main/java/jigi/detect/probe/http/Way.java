package jigi.detect.probe.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jigi.base.config.Secret;
import jigi.base.connect.Opening;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import jigi.detect.probe.CheckContext;
import org.jspecify.annotations.Nullable;

/** How an HTTP probe gets to what it asks. */
sealed interface Way {
  /** The request; the path of the question is the way's own. */
  Http.Request request(CheckContext context, HttpConnection.Ask ask, Deadline deadline)
      throws WireException, Secret.Missing;

  Http.Response send(CheckContext context, Http.Request request, Deadline deadline)
      throws WireException, InterruptedException;

  /**
   * Straight to an address.
   *
   * @param allow hosts and addresses that may be asked although they are link-local
   * @param ca relative to the manual's folder
   * @param alpn see {@link Tls.Trust}
   */
  record Direct(URI url, Set<String> allow, @Nullable String ca, List<String> alpn) implements Way {
    @Override
    public Http.Request request(CheckContext context, HttpConnection.Ask ask, Deadline deadline) {
      Path authorities = ca == null ? null : context.folder().resolve(ca);
      return new Http.Request(
          ask.method(),
          url,
          ask.headers(),
          ask.body(),
          ask.limit(),
          new Tls.Trust(authorities, null, null, false, alpn));
    }

    @Override
    public Http.Response send(CheckContext context, Http.Request request, Deadline deadline)
        throws WireException, InterruptedException {
      return new Http(context.tools().network())
          .exchange(request, new AddressPolicy(allow), deadline);
    }
  }

  /** By a connection that the manual names, to a path below its address. */
  record Connected(String connection, String path) implements Way {
    @Override
    public Http.Request request(CheckContext context, HttpConnection.Ask ask, Deadline deadline)
        throws WireException, Secret.Missing {
      return named(context)
          .request(
              opening(context, deadline),
              new HttpConnection.Ask(ask.method(), path, ask.headers(), ask.body(), ask.limit()));
    }

    @Override
    public Http.Response send(CheckContext context, Http.Request request, Deadline deadline)
        throws WireException, InterruptedException {
      return named(context).send(opening(context, deadline), request);
    }

    private HttpConnection named(CheckContext context) {
      return context
          .tools()
          .connections()
          .find(context.key().system(), connection, HttpConnection.class);
    }

    private static Opening opening(CheckContext context, Deadline deadline) {
      return context
          .tools()
          .connections()
          .opening(context.key().system(), context.secrets()::read, deadline);
    }
  }
}
