# Executes a command in a container for one attempt: the shim starts this in place of a script, and
# it ends as the command in the container ends. Everything comes by variables, as JSON that Jigi wrote:
# JIGI_DOCKER (the daemon's socket), JIGI_CONTAINER, JIGI_EXEC (what to execute), JIGI_TERM and
# JIGI_KILL (what ends it, printing how many processes it met). Needs no more than perl-base.
use strict;
use warnings;
use Errno qw(EINTR);
use Socket;

my $BROKEN = 126;    # it could not be executed
my $GRACE  = 3;      # seconds between TERM and KILL; the shim waits 5 for this program

my ( $daemon, $container ) = @ENV{qw(JIGI_DOCKER JIGI_CONTAINER)};
my $asked = 0;
local $SIG{TERM} = sub { $asked = 1 };
local $SIG{PIPE} = 'IGNORE';
binmode STDOUT;
binmode STDERR;

my $exec = create( $ENV{JIGI_EXEC} );
my $stream = connected();
send_all( $stream, message( 'POST', "/exec/$exec/start", '{"Detach":false,"Tty":false}' ) );
my $buffer = '';
my $status = head( $stream, \$buffer );
if ( $status >= 300 ) {
  complain( "Docker answers $status: " . said( $stream, $buffer ) );
  exit $BROKEN;
}
output( $stream, $buffer, sub { my ( $to, $bytes ) = @_; out( $to == 2 ? *STDERR : *STDOUT, $bytes ) } );
end() if $asked == 1;
exit outcome();

# ---------------------------------------------------------------- the daemon

sub connected {
  socket my $socket, AF_UNIX, SOCK_STREAM, 0 or fail("socket: $!");
  connect $socket, pack_sockaddr_un($daemon) or fail("Docker is not reached at $daemon: $!");
  return $socket;
}

sub fail { complain(shift); exit $BROKEN }

sub complain { my ($text) = @_; $text =~ s/\s+$//; out( *STDERR, "jigi: $text\n" ) }

sub message {
  my ( $method, $path, $body ) = @_;
  return "$method $path HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n"
    . "Content-Type: application/json\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
}

sub send_all {
  my ( $to, $bytes ) = @_;
  while ( length $bytes ) {
    my $n = syswrite $to, $bytes;
    if ( defined $n ) { substr $bytes, 0, $n, ''; next }
    fail("Docker is not reached: $!") unless $! == EINTR;
  }
}

# The status; what has been read beyond the head stays in the buffer.
sub head {
  my ( $from, $buffer ) = @_;
  until ( $$buffer =~ /\r\n\r\n/ ) {
    more( $from, $buffer ) or fail('Docker closed the connection without an answer');
  }
  $$buffer =~ s/^(.*?)\r\n\r\n//s;
  my $head = $1;
  my ($code) = $head =~ m{^HTTP/1\.[01] (\d+)} or fail('what answers is not Docker');
  $$buffer = "chunked\n$$buffer" if $head =~ /^transfer-encoding:.*chunked/im;
  return $code;
}

sub more {
  my ( $from, $buffer ) = @_;
  while (1) {
    my $n = sysread $from, $$buffer, 65536, length $$buffer;
    return $n if defined $n;
    return 0 unless $! == EINTR;
    interrupted();
  }
}

# A whole body; of chunks their contents.
sub said {
  my ( $from, $buffer ) = @_;
  1 while more( $from, \$buffer );
  if ( $buffer =~ s/^chunked\n// ) {
    my $whole = '';
    while ( $buffer =~ s/^([0-9a-fA-F]+)[^\r\n]*\r\n// ) {
      my $length = hex $1 or last;
      $whole .= substr $buffer, 0, $length, '';
      $buffer =~ s/^\r\n//;
    }
    return $whole;
  }
  return $buffer;
}

# Status and body; undef when the daemon cannot be asked just now.
sub request {
  my ( $method, $path, $body ) = @_;
  socket my $socket, AF_UNIX, SOCK_STREAM, 0 or return;
  connect $socket, pack_sockaddr_un($daemon) or return;
  my $all = message( $method, $path, $body );
  while ( length $all ) { my $n = syswrite $socket, $all; defined $n or return; substr $all, 0, $n, '' }
  my $answer = '';
  my $n;
  1 while ( $n = sysread $socket, $answer, 65536, length $answer ) || ( !defined $n && $! == EINTR );
  $answer =~ s{^HTTP/1\.[01] (\d+)(.*?)\r\n\r\n}{}s or return;
  my ( $code, $head ) = ( $1, $2 );
  $answer = "chunked\n$answer" if $head =~ /^transfer-encoding:.*chunked/im;
  open my $nothing, '<', \'' or return;
  return ( $code, said( $nothing, $answer ) );
}

sub create {
  my ($what) = @_;
  my ( $code, $text ) = request( 'POST', "/containers/$container/exec", $what );
  fail("Docker is not reached at $daemon") unless defined $code;
  fail("Docker answers $code: $text") unless $code == 201;
  my ($id) = $text =~ /"Id"\s*:\s*"([0-9a-f]+)"/ or fail('Docker names no exec');
  return $id;
}

# ---------------------------------------------------------------- output

sub output {
  my ( $from, $buffer, $take ) = @_;
  $buffer =~ s/^chunked\n//;
  while (1) {
    while ( length $buffer >= 8 ) {
      my ( $to, $length ) = unpack 'C x3 N', $buffer;
      last if length $buffer < 8 + $length;
      substr $buffer, 0, 8, '';
      $take->( $to, substr $buffer, 0, $length, '' );
    }
    # What the command left running may hold the stream open for ever.
    until ( readable($from) ) { return if ended() }
    more( $from, \$buffer ) or return;
  }
}

sub readable {
  my ($from) = @_;
  my $bits = '';
  vec( $bits, fileno($from), 1 ) = 1;
  my $n = select $bits, undef, undef, 1;
  interrupted() if $n < 0;
  return $n > 0;
}

sub ended {
  my ( $code, $text ) = request( 'GET', "/exec/$exec/json", '' );
  return defined $code && ( $code == 404 || $text =~ /"Running"\s*:\s*false/ );
}

sub out {
  my ( $to, $bytes ) = @_;
  while ( length $bytes ) {
    my $n = syswrite $to, $bytes;
    if    ( defined $n )   { substr $bytes, 0, $n, '' }
    elsif ( $! == EINTR )  { interrupted() }
    else                   { return }
  }
}

# ---------------------------------------------------------------- ends

# Once: what is killed ends the stream by itself.
sub interrupted {
  return unless $asked == 1;
  end();
}

sub end {
  $asked = 2;
  my $left = met( $ENV{JIGI_TERM} );
  for ( 1 .. 10 * $GRACE ) {
    last if defined $left && $left == 0;
    select undef, undef, undef, 0.1;
    $left = met( $ENV{JIGI_COUNT} );
  }
  for ( 1 .. 5 ) {
    last if defined $left && $left == 0;
    $left = met( $ENV{JIGI_KILL} );
    select undef, undef, undef, 0.1;
  }
  kill USR2 => $$ unless defined $left && $left == 0;    # nobody knows whether it has ended
}

# How many processes of the attempt there were; undef when that cannot be told.
sub met {
  my ($what) = @_;
  my ( $code, $text ) = request( 'POST', "/containers/$container/exec", $what );
  return undef unless defined $code;
  return 0 if $code == 404 || ( $code == 409 && $text !~ /paused/ );    # it does not run any more
  my ($id) = $text =~ /"Id"\s*:\s*"([0-9a-f]+)"/ or return undef;
  ( $code, $text ) = request( 'POST', "/exec/$id/start", '{"Detach":false,"Tty":false}' );
  return defined $code && $text =~ /(\d+)\s*$/ ? $1 : undef;
}

# The command's exit status. Where the daemon lost it, nobody knows how it ended: dying of a signal
# says so, for no command's end looks like that.
sub outcome {
  for ( 1 .. 100 ) {
    my ( $code, $text ) = request( 'GET', "/exec/$exec/json", '' );
    last if defined $code && $code == 404;
    if ( defined $code && $code == 200 && $text =~ /"Running"\s*:\s*false/ ) {
      return $text =~ /"ExitCode"\s*:\s*(\d+)/ ? $1 : last;
    }
    select undef, undef, undef, 0.1;
  }
  kill USR2 => $$;
  select undef, undef, undef, 1;
  return $BROKEN;
}
