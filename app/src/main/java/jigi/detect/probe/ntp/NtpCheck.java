package jigi.detect.probe.ntp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.RealTime;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Datagrams;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;

/** The check of {@link NtpKind}: one question and one answer (SNTP, RFC 5905, section 14). */
record NtpCheck(Endpoint server, List<Expectation> expect) implements Check {
  private static final int SERVER = 4;
  private static final int UNSYNCHRONISED = 16;
  private static final int LONGEST = 1024;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    return Datagrams.observe(
        context, server, (socket, deadline) -> exchange(context, socket, deadline));
  }

  private Observation exchange(CheckContext context, DatagramSocket socket, Deadline deadline)
      throws IOException, WireException {
    Instant sent = RealTime.clock();
    long start = RealTime.nanos();
    long mark = NtpPacket.stamp(sent);
    socket.send(new DatagramPacket(NtpPacket.request(mark), NtpPacket.LENGTH));
    NtpPacket answer = answer(socket, mark, deadline);
    // A clock that is set meanwhile must not be taken for a long way.
    Instant received = sent.plusNanos(RealTime.nanos() - start);
    return judge(context, answer, sent, received);
  }

  /** The answer to this very question: whatever else comes in is an old one or a forged one. */
  private NtpPacket answer(DatagramSocket socket, long mark, Deadline deadline)
      throws IOException, WireException {
    while (true) {
      DatagramPacket datagram = new DatagramPacket(new byte[LONGEST], LONGEST);
      socket.setSoTimeout(deadline.remainingMillis());
      socket.receive(datagram);
      if (datagram.getLength() < NtpPacket.LENGTH) {
        throw WireException.fail("it is no time server (" + server + ")");
      }
      NtpPacket packet = NtpPacket.read(Arrays.copyOf(datagram.getData(), datagram.getLength()));
      if (packet.mode() == SERVER && packet.originate() == mark) {
        return packet;
      }
    }
  }

  private Observation judge(
      CheckContext context, NtpPacket answer, Instant sent, Instant received) {
    // Without letters, stratum 0 is that of a server that has not been synchronised yet.
    if (answer.stratum() == 0 && !answer.reference().isEmpty()) {
      return Observation.fail("the time server refuses: " + answer.reference());
    }
    Measured measured = new Measured();
    measured.sample("ntp_stratum", answer.stratum());
    measured.number("stratum", answer.stratum());
    if (answer.leap() == 3
        || answer.stratum() == 0
        || answer.stratum() >= UNSYNCHRONISED
        || answer.transmit() == 0) {
      measured.fault("the time server does not know the time itself: it is not synchronised");
      measured.gap("the time server is not synchronised", "offset", "delay", "dispersion");
      return measured.judge(expect, context);
    }
    double offset = answer.offset(sent, received);
    double delay = answer.delay(sent, received);
    measured.sample("ntp_offset_seconds", offset);
    measured.sample("ntp_delay_seconds", delay);
    measured.sample("ntp_root_dispersion_seconds", answer.rootDispersion());
    measured.number("offset", Math.abs(offset));
    measured.number("delay", delay);
    measured.number("dispersion", answer.rootDispersion());
    measured.remark(
        String.format(
            Locale.ROOT,
            "this machine's clock is %.3f s %s, stratum %d",
            Math.abs(offset),
            offset > 0 ? "behind" : "ahead",
            answer.stratum()));
    return measured.judge(expect, context);
  }
}
