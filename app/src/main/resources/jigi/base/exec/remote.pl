#!/usr/bin/perl
# What Jigi calls on a target behind SSH, in the account's home. What it works on comes by stdin, as
# frames "name length\n" and so many bytes, closed by "end 0\n": nothing is told in arguments.
#
#   remote.pl SHIM start   DIR TOKEN         frames script, secrets, env, spec; starts the shim
#   remote.pl SHIM ask     DIR VERB [ARG..]  what the shim answers; "never" without a directory
#   remote.pl SHIM log     DIR OFFSET        the log's parts, and bytes from the offset on
#   remote.pl SHIM forget  DIR               delete the directory
#   remote.pl SHIM capture                   frames argv, env, as, cwd, timeout; runs it to its end
#   remote.pl SHIM stream                    the same, ended when its own input ends
#   remote.pl SHIM reach                     frames address, port or socket; says why it cannot connect
#   remote.pl SHIM rights                    what the account can do, a line for each
use strict;
use warnings;
use Fcntl qw(:DEFAULT);
use IO::Handle;
use POSIX qw(:sys_wait_h setsid);
use Socket qw(:DEFAULT getaddrinfo);

my $CHUNK  = 512 * 1024;          # bytes of log in one answer
my $KEPT   = 90;                  # days that directories of ended attempts stay
my $PATH   = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
my $FAILED = 3;                   # exit status when the request could not be served
my $GRACE  = 5;                   # seconds between TERM and KILL for a command that nobody wants any more
my $LATE   = 250;                 # exit status of a captured command that was killed at its time-out

umask 077;
binmode STDIN;
binmode STDOUT;
my ( $shim, $verb, @args ) = @ARGV;
my %verbs = (
  start   => \&start,
  ask     => \&ask,
  log     => \&send_log,
  forget  => \&forget,
  capture => \&capture,
  stream  => \&stream,
  reach   => \&reach,
  rights  => \&rights,
);
eval {
  my $do = $verbs{ $verb // '' } or die "unknown verb\n";
  $do->(@args);
  1;
} or do {
  print STDERR $@;
  exit $FAILED;
};
exit 0;

sub frames {
  my %frames;
  while ( defined( my $head = <STDIN> ) ) {
    my ( $name, $length ) = $head =~ /^([a-z]+) (\d+)$/ or die "the request is malformed\n";
    return %frames if $name eq 'end';
    my $bytes = '';
    while ( length $bytes < $length ) {
      read STDIN, $bytes, $length - length $bytes, length $bytes or die "the request broke off\n";
    }
    $frames{$name} = $bytes;
  }
  die "the request broke off\n";
}

sub slurp {
  my ($name) = @_;
  open my $in, '<:raw', $name or return '';
  local $/;
  return <$in> // '';
}

# ---------------------------------------------------------------- attempts

sub start {
  my ( $dir, $token ) = @_;
  my %files = frames();
  if ( !-e "$dir/pid" && !-e "$dir/exit" ) {
    -d '.jigi/attempts' or mkdir '.jigi/attempts' or die "cannot make ~/.jigi/attempts: $!\n";
    if ( !-d $dir ) { mkdir $dir or die "cannot make ~/$dir: $!\n"; sweep() }
    write_file( "$dir/$_", $files{$_} ) for sort keys %files;
    chmod 0644, "$dir/script";
  }
  my $child = fork;
  die "cannot start a process: $!\n" unless defined $child;
  if ( !$child ) {
    setsid();
    open STDIN,  '<',  '/dev/null';
    open STDOUT, '>',  '/dev/null';
    open STDERR, '>>', "$dir/shim.err";
    { exec 'perl', $shim, 'start', $dir, $token }
    POSIX::_exit(127);
  }
  for ( 1 .. 1000 ) {
    last if -e "$dir/pid" || -e "$dir/exit";
    last if waitpid( $child, WNOHANG ) == $child && left( $dir, $? );
    select undef, undef, undef, 0.01;
  }
  print "started\n";
}

# Says why the shim left without a sign; a second one leaves in silence.
sub left {
  my ( $dir, $status ) = @_;
  return 1 if $status == 0 || -e "$dir/pid" || -e "$dir/exit";
  my $said = ( split /\n/, slurp("$dir/shim.err") )[-1] // "status $status";
  print "left $said\n";
  exit 0;
}

sub write_file {
  my ( $name, $text ) = @_;
  sysopen my $out, "$name.new", O_WRONLY | O_CREAT | O_TRUNC, 0600 or die "cannot write ~/$name: $!\n";
  print {$out} $text or die "cannot write ~/$name: $!\n";
  $out->flush && $out->sync or die "cannot write ~/$name: $!\n";
  close $out or die "cannot write ~/$name: $!\n";
  rename "$name.new", $name or die "cannot name ~/$name: $!\n";
}

sub ask {
  my ( $dir, @ask ) = @_;
  my $what = shift @ask;
  if ( !-d $dir ) { print "never\n"; return }
  exec 'perl', $shim, $what, $dir, @ask;
}

sub send_log {
  my ( $dir, $have ) = @_;
  opendir my $files, $dir or do { print "parts\n"; return };
  my @parts = sort { $a <=> $b } map { /^log\.(\d{15})$/ ? $1 + 0 : () } readdir $files;
  my ( $list, $data, $room ) = ( '', '', $CHUNK );
  for my $at (@parts) {
    my $name = sprintf '%s/log.%015d', $dir, $at;
    my $size = ( stat $name )[7] // next;    # the shim took a middle part away
    $list .= " $at:$size";
    my $from = $have > $at ? $have - $at : 0;
    next if $from >= $size || $room <= 0;
    open my $in, '<:raw', $name or next;
    seek $in, $from, 0;
    my $n = read $in, my $bytes, $size - $from < $room ? $size - $from : $room;
    next unless $n;
    $data .= "data $at $from $n\n$bytes";
    $room -= $n;
  }
  print "parts$list\n$data";
}

sub forget {
  my ($dir) = @_;
  return unless $dir =~ /^\.jigi\/attempts\/[A-Za-z0-9-]+$/ && opendir( my $files, $dir );
  unlink map { "$dir/$_" } grep { $_ ne '.' && $_ ne '..' } readdir $files;
  closedir $files;
  rmdir $dir or die "cannot delete ~/$dir: $!\n";
}

# Nobody asks for these any more: Jigi keeps the logs of a run as long itself.
sub sweep {
  opendir my $all, '.jigi/attempts' or return;
  for my $dir ( map { ".jigi/attempts/$_" } grep { /^[A-Za-z0-9-]+$/ } readdir $all ) {
    eval { forget($dir) } if -e "$dir/exit" && -M "$dir/exit" > $KEPT;
  }
}

# ---------------------------------------------------------------- short commands

sub capture {
  my %in = frames();
  ended( begun(%in), $in{timeout} );
}

# Whoever asked holds the other end of the input: where that is gone, nobody wants the command.
sub stream {
  my %in    = frames();
  my $child = begun(%in);
  my $watch = fork;
  die "cannot start a process: $!\n" unless defined $watch;
  if ( !$watch ) {
    open STDOUT, '>', '/dev/null';
    open STDERR, '>', '/dev/null';
    sysread STDIN, my $more, 1;
    kill 'TERM', -$child, $child;
    sleep $GRACE;
    kill 'KILL', -$child, $child;
    POSIX::_exit(0);
  }
  ended( $child, $in{timeout}, $watch );
}

sub begun {
  my (%in) = @_;
  my @argv = split /\0/, $in{argv}, -1;
  my @env  = grep { length } split /\0/, $in{env} // '';
  my $home = $ENV{HOME} // '/';
  if ( length( $in{cwd} // '' ) ) { chdir $in{cwd} or die "cannot enter $in{cwd}: $!\n" }
  if ( $> == 0 && length( $in{as} // '' ) && $in{as} ne 'root' ) {
    my @account = getpwnam $in{as};
    die "no user '$in{as}' on this host\n" unless @account;
    $home = $account[7];
    unshift @argv, 'setpriv', '--reuid', $account[2], '--regid', $account[3], '--clear-groups', '--';
  }
  my $child = fork;
  die "cannot start a process: $!\n" unless defined $child;
  if ( !$child ) {
    setsid();
    open STDIN, '<', '/dev/null';
    %ENV = ( PATH => $PATH, LANG => 'C.UTF-8', HOME => $home, map { split /=/, $_, 2 } @env );
    no warnings 'exec';
    { exec { $argv[0] } @argv }
    my $missing = $!{ENOENT};
    print STDERR "cannot execute $argv[0]: $!\n";
    POSIX::_exit( $missing ? 127 : 126 );
  }
  return $child;
}

sub ended {
  my ( $child, $timeout, @others ) = @_;
  local $SIG{ALRM} = sub { kill 'KILL', -$child, @others; waitpid $child, 0; exit $LATE };
  alarm( int($timeout) || 1 );
  waitpid $child, 0;
  my $status = $?;
  alarm 0;
  kill 'KILL', @others;
  exit( WIFSIGNALED($status) ? 128 + WTERMSIG($status) : WEXITSTATUS($status) );
}

sub reach {
  my %in = frames();
  return reach_socket( $in{socket} ) if defined $in{socket};
  my ( $error, @found ) = getaddrinfo( $in{address}, $in{port}, { socktype => SOCK_STREAM } );
  if ($error) { print "cannot resolve $in{address}: $error\n"; return }
  my $why = 'no address';
  for my $to (@found) {
    socket my $socket, $to->{family}, SOCK_STREAM, 0 or next;
    local $SIG{ALRM} = sub { die "Connection timed out\n" };
    my $connected = eval { alarm 8; connect $socket, $to->{addr} or die "$!\n"; 1 };
    alarm 0;
    return if $connected;
    chomp( $why = $@ );
  }
  print "$why\n";
}

sub reach_socket {
  my ($path) = @_;
  my $connected = eval {
    socket my $socket, AF_UNIX, SOCK_STREAM, 0 or die "$!\n";
    local $SIG{ALRM} = sub { die "Connection timed out\n" };
    alarm 8;
    connect $socket, pack_sockaddr_un($path) or die "$!\n";
    1;
  };
  alarm 0;
  print $@ unless $connected;
}

sub rights {
  my $user = ( getpwuid $> )[0] // $>;
  print "user $user\n";
  mkdir '.jigi/attempts' unless -d '.jigi/attempts';
  my $probe = ".jigi/attempts/.test-$$";
  my $wrote = eval { write_file( $probe, 'x' x 4096 ); 1 };
  print 'home ', ( $wrote ? 'ok' : $@ =~ s/\n//gr ), "\n";
  unlink $probe, "$probe.new";
  print 'setpriv ', ( $> != 0 || grep( { -x "$_/setpriv" } split /:/, $PATH ) ? 'ok' : 'missing' ), "\n";
  print 'proc ',    ( -r '/proc/sys/kernel/random/boot_id' ? 'ok' : 'missing' ), "\n";
  print 'flock ',   ( flock_works($probe) ? 'ok' : 'missing' ), "\n";
  unlink $probe;
}

sub flock_works {
  my ($name) = @_;
  sysopen my $file, $name, O_RDWR | O_CREAT, 0600 or return 0;
  return flock $file, 2 | 4;
}
