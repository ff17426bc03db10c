#!/usr/bin/perl
# Runs one attempt of a step so that Jigi may die and the command goes on.
#
#   shim.pl start   DIR TOKEN          run DIR/script once; any second start leaves
#   shim.pl inspect DIR                print the state in one line
#   shim.pl kill    DIR GRACE WHY      end the step's processes, prove them gone, print the state
#   shim.pl void    DIR TOKEN          see to it that the attempt never starts, print the state
#
# DIR holds, written by Jigi: spec, script, env, secrets. The shim adds: lock (flock, held while it
# supervises), fence (highest token seen), pid, log.<offset>, exit (by fsync and rename).
use strict;
use warnings;
use Fcntl qw(:DEFAULT :flock :mode);
use IO::Handle;
use POSIX qw(:sys_wait_h :errno_h setsid);

my $SEGMENT  = 256 * 1024;     # bytes of one log file
my $LINE     = 64 * 1024;      # a longer line is logged in pieces
my $HOLD     = 16 * 1024;      # what is held back of a piece, so that no secret is cut in two
my $TOKEN_AT = 8192;           # longest token that is recognised
my $LOOK     = 1;              # seconds after which an end is seen whose signal was missed

my $millis = eval { require Time::HiRes; 1 }
  ? sub { int( Time::HiRes::time() * 1000 ) }
  : sub { time() * 1000 };

umask 077;
my ( $verb, $dir, @args ) = @ARGV;
chdir $dir or die "cannot enter the attempt directory $dir: $!\n";

if    ( $verb eq 'start' )   { start(@args) }
elsif ( $verb eq 'inspect' ) { print inspect(), "\n" }
elsif ( $verb eq 'kill' )    { print finish(@args), "\n" }
elsif ( $verb eq 'void' )    { print prevent(@args), "\n" }
else                         { die "unknown verb $verb\n" }

# ---------------------------------------------------------------- files

sub slurp {
  my ($name) = @_;
  open my $in, '<:raw', $name or return undef;
  local $/;
  my $text = <$in>;
  return defined $text ? $text : '';
}

# Durable before it returns: the file, then the directory that names it.
sub publish {
  my ( $name, $text ) = @_;
  open my $out, '>:raw', "$name.new" or die "cannot write $name: $!\n";
  print {$out} $text or die "cannot write $name: $!\n";
  $out->flush and $out->sync or die "cannot write $name: $!\n";
  close $out or die "cannot write $name: $!\n";
  rename "$name.new", $name or die "cannot name $name: $!\n";
  sync_directory();
}

sub sync_directory {
  sysopen my $here, '.', O_RDONLY or return;
  $here->sync;
}

sub fields { return map { /^([\w-]+)=(.*)$/s ? ( $1, $2 ) : () } split /\n/, shift // '' }

# ---------------------------------------------------------------- lock and fence

sub take_lock {
  sysopen my $lock, 'lock', O_RDWR | O_CREAT or die "cannot open the lock: $!\n";
  for ( 1 .. 200 ) {
    return $lock if flock $lock, LOCK_EX | LOCK_NB;
    return undef if -e 'pid' || -e 'exit';
    select undef, undef, undef, 0.01;    # an inspector holds it for a moment only
  }
  return undef;
}

sub lock_held {
  sysopen my $lock, 'lock', O_RDWR or return 0;
  return flock( $lock, LOCK_SH | LOCK_NB ) ? 0 : 1;
}

# Under the lock: a driver that was overtaken must not start anything any more.
sub fence {
  my ($token) = @_;
  my $highest = slurp('fence') // '';
  $highest =~ s/\D//g;
  return 0 if length $highest && $token < $highest;
  publish( 'fence', $token ) if !length $highest || $token > $highest;
  return 1;
}

sub prevent {
  my ($token) = @_;
  my $lock = take_lock() or return inspect();
  return 'refused fence' unless fence($token);
  publish( 'exit', "why=void\n" ) unless -e 'pid' || -e 'exit';
  close $lock;
  return inspect();
}

# ---------------------------------------------------------------- processes

sub boot_id { my $id = slurp('/proc/sys/kernel/random/boot_id') // ''; $id =~ s/\s//g; return $id }

# State, session and start time (clock ticks since boot); the name may hold blanks and brackets.
sub process {
  my ($pid) = @_;
  my $stat = slurp("/proc/$pid/stat") or return;
  my @rest = split ' ', substr( $stat, rindex( $stat, ')' ) + 1 );
  return { state => $rest[0], session => $rest[3], start => $rest[19] };
}

sub members {
  my ($session) = @_;
  opendir my $proc, '/proc' or return;
  my @found;
  for my $pid ( grep { /^\d+$/ } readdir $proc ) {
    my $p = process($pid) or next;
    push @found, $pid if $p->{session} == $session && $p->{state} ne 'Z' && $p->{state} ne 'X';
  }
  return @found;
}

# The step's living processes: its session, unless the number means another one by now.
sub alive {
  my %pid = fields( slurp('pid') );
  return () unless $pid{pid} && ( $pid{boot} // '' ) eq boot_id();
  my $leader = process( $pid{pid} );
  return () if $leader && $leader->{start} ne $pid{start};
  return members( $pid{pid} );
}

sub signal_all { my ( $signal, $list ) = @_; kill $signal, @$list if @$list }

sub end_session {
  my ( $list, $grace ) = @_;
  signal_all( 'TERM', [ $list->() ] );
  signal_all( 'CONT', [ $list->() ] );
  my $until = $millis->() + 1000 * $grace;
  while ( $list->() ) {
    last if $millis->() >= $until;
    select undef, undef, undef, 0.02;
  }
  for ( 1 .. 500 ) {
    my @left = $list->() or return 1;
    signal_all( 'KILL', \@left );
    select undef, undef, undef, 0.02;
  }
  return 0;
}

sub finish {
  my ( $grace, $why ) = @_;
  if ( !-e 'killed' ) { publish( 'killed', $why ) }
  for ( 1 .. 200 ) {
    last if -e 'pid' || !lock_held();
    select undef, undef, undef, 0.01;
  }
  end_session( \&alive, $grace );
  for ( 1 .. 500 ) {
    last unless lock_held();
    select undef, undef, undef, 0.01;
  }
  return inspect();
}

sub inspect {
  my $exit = slurp('exit');
  if ( !defined $exit ) {
    my $held = lock_held();
    $exit = slurp('exit');    # it may have come in between
    if ( !defined $exit ) {
      my $pid  = slurp('pid');
      my %pid  = fields($pid);
      my $line = join ' ', map { "$_=" . ( $pid{$_} // '' ) } qw(pid start boot at);
      return $held ? "starting" : "never" unless defined $pid;
      return "running $line" if $held;
      my $reboot = ( $pid{boot} // '' ) eq boot_id() ? 0 : 1;
      return "vanished $line reboot=$reboot alive=" . scalar( my @left = alive() );
    }
  }
  $exit =~ s/\n+$//;
  $exit =~ s/\n/ /g;
  return "finished $exit";
}

# ---------------------------------------------------------------- the attempt

sub start {
  my ($token) = @_;
  my $lock = take_lock() or exit 0;
  exit 0 if -e 'pid' || -e 'exit';
  fence($token) or die "refused: a driver with a higher token than $token owns this attempt\n";
  if ( -e 'killed' ) { publish( 'exit', "why=void\n" ); exit 0 }
  setsid();
  my %spec    = fields( slurp('spec') );
  my @secrets = grep { length } split /\0/, slurp('secrets') // '';
  my @env     = grep { length } split /\0/, slurp('env')     // '';
  my $account = account( $spec{as} );
  if ( !$account ) { publish( 'exit', "why=refused\nnote=no user '$spec{as}' on this host\n" ); exit 0 }
  pipe my $out_r, my $out_w or die "pipe: $!\n";
  pipe my $err_r, my $err_w or die "pipe: $!\n";
  pipe my $end_r, my $end_w or die "pipe: $!\n";
  local $SIG{CHLD} = sub { syswrite $end_w, 'x' };
  local @SIG{qw(TERM HUP)} = ('IGNORE') x 2;
  my $child = fork;
  die "cannot start a process: $!\n" unless defined $child;
  if ( !$child ) {
    $SIG{$_} = 'DEFAULT' for qw(TERM HUP CHLD);
    close $_ for $out_r, $err_r, $end_r, $end_w, $lock;
    become( \%spec, $account, \@env, $out_w, $err_w );
  }
  close $_ for $out_w, $err_w;
  my $log = { offset => 0, head => $spec{head} // 1048576, tail => $spec{tail} // 1048576 };
  my $mask = masker(@secrets);
  my %stream = (
    fileno($out_r) => { handle => $out_r, letter => 'o', buffer => '', pem => 0 },
    fileno($err_r) => { handle => $err_r, letter => 'e', buffer => '', pem => 0 },
  );
  @$_{qw(mask log)} = ( $mask, $log ) for values %stream;
  nonblocking($_) for $out_r, $err_r, $end_r, $end_w;
  my $status = supervise( $child, \%spec, \%stream, $end_r );
  flush_rest($_) for values %stream;
  close $log->{file} if $log->{file};
  publish( 'exit', outcome( $status, $log ) );
  close $lock;
  drain( \%stream );
  exit 0;
}

# Nobody for root unless the step says otherwise; null for a name that the host does not know.
sub account {
  my ($name) = @_;
  $name = $> == 0 ? 'nobody' : '' if ( $name // '' ) eq '?';
  return { keep => 1, home => ( getpwuid $> )[7] } if !length( $name // '' );
  my ( $user, undef, $uid, $gid, undef, undef, undef, $home ) = getpwnam $name or return undef;
  return { keep => 1, home => $home } if $uid == $>;
  return { user => $user, uid => $uid, gid => $gid, home => $home };
}

sub become {
  my ( $spec, $account, $env, $out, $err ) = @_;
  eval {
    setsid() != -1 or die "setsid: $!\n";
    my $self = process($$);
    my $at   = $millis->();
    publish( 'pid', "pid=$$\nstart=" . ( $self ? $self->{start} : '' ) . "\nboot=" . boot_id() . "\nat=$at\n" );
    unlink 'env', 'secrets';
    die "killed before it began\n" if -e 'killed';    # whoever kills says so before looking for pid
    open STDIN, '<', '/dev/null' or die "stdin: $!\n";
    open STDOUT, '>&', $out or die "stdout: $!\n";
    open STDERR, '>&', $err or die "stderr: $!\n";
    close $_ for $out, $err;
    sysopen my $script, 'script', O_RDONLY or die "cannot read the script: $!\n";
    $^F = 255;
    fcntl $script, F_SETFD, 0;    # the shell reads it by number: the directory is closed to it
    my $fd = fileno $script;
    enter( $spec->{cwd} // '', $account->{home} // '/' );
    %ENV = (
      PATH => '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LANG => 'C.UTF-8',
      ( defined $account->{home} ? ( HOME => $account->{home} ) : () ),
      map { split /=/, $_, 2 } @$env
    );
    umask 022;
    my @command = ( $spec->{shell} // '/bin/sh', "/dev/fd/$fd" );
    unshift @command, 'setpriv', '--reuid', $account->{uid}, '--regid', $account->{gid},
      ( $account->{user} eq 'nobody' ? '--clear-groups' : '--init-groups' ), '--'
      unless $account->{keep};
    no warnings 'exec';
    exec {$command[0]} @command or die "cannot execute $command[0]: $!\n";
  };
  print STDERR "jigi: $@";
  POSIX::_exit(126);
}

# From ~ on: a home that does not exist is the root folder, as for accounts of services.
sub enter {
  my ( $folder, $home ) = @_;
  $home = '/' unless -d $home;
  $folder =~ s/^~(?=\/|$)/$home/;
  chdir $folder or die "cannot enter $folder: $!\n" if length $folder;
}

sub supervise {
  my ( $child, $spec, $stream, $end ) = @_;
  my $deadline = $spec->{timeout} ? $millis->() + 1000 * $spec->{timeout} : 0;
  my $killer;
  while (1) {
    # perl runs a handler between two operations: a signal that comes just before the select begins
    # neither interrupts it nor has written into the pipe yet.
    my $wait = $deadline ? ( $deadline - $millis->() ) / 1000 : $LOOK;
    $wait = 0 if $wait < 0;
    pump( $stream, $end, $wait > $LOOK ? $LOOK : $wait );
    if ( waitpid( $child, WNOHANG ) == $child ) {
      my $status = $?;
      1 while pump( $stream, undef, 0 );
      waitpid $killer, 0 if $killer;
      return $status;
    }
    if ( $deadline && !$killer && $millis->() >= $deadline ) {
      publish( 'killed', 'timeout' ) unless -e 'killed';
      $killer   = end_beside( $child, $spec->{grace} // 10 );
      $deadline = 0;
    }
  }
}

# Kills from a process of its own, so that output goes on being read meanwhile.
sub end_beside {
  my ( $session, $grace ) = @_;
  my $killer = fork;
  return $killer if $killer || !defined $killer;
  $SIG{CHLD} = 'DEFAULT';
  end_session( sub { members($session) }, $grace );
  POSIX::_exit(0);
}

sub outcome {
  my ( $status, $log ) = @_;
  my $text = WIFSIGNALED($status) ? 'signal=' . WTERMSIG($status) : 'code=' . WEXITSTATUS($status);
  my $why = slurp('killed') // 'end';
  return "$text\nwhy=$why\nat=" . $millis->() . "\nbytes=$log->{offset}\n";
}

# What a step leaves running may still hold the pipes: reading on keeps it from dying of SIGPIPE.
sub drain {
  my ($stream) = @_;
  my @open = grep { $_->{handle} } values %$stream or return;
  return if fork;    # whoever waits for the shim has waited long enough
  while ( my @left = grep { $_->{handle} } @open ) {
    my $bits = '';
    vec( $bits, fileno( $_->{handle} ), 1 ) = 1 for @left;
    select $bits, undef, undef, undef;
    for my $s (@left) {
      my $n = sysread $s->{handle}, my $gone, 65536;
      if ( defined $n ? $n == 0 : $! != EAGAIN && $! != EINTR ) { close $s->{handle}; $s->{handle} = undef }
    }
  }
}

# ---------------------------------------------------------------- output

sub nonblocking {
  my ($handle) = @_;
  fcntl $handle, F_SETFL, fcntl( $handle, F_GETFL, 0 ) | O_NONBLOCK;
}

# Reads what is there; true when something was.
sub pump {
  my ( $stream, $end, $wait ) = @_;
  my $bits = '';
  vec( $bits, fileno($end), 1 ) = 1 if $end;
  for my $s ( values %$stream ) { vec( $bits, fileno( $s->{handle} ), 1 ) = 1 if $s->{handle} }
  my $ready = select $bits, undef, undef, $wait;
  return 0 if $ready <= 0;
  if ( $end && vec( $bits, fileno($end), 1 ) ) { sysread $end, my $x, 4096 }
  my $any = 0;
  for my $s ( values %$stream ) {
    next unless $s->{handle} && vec( $bits, fileno( $s->{handle} ), 1 );
    my $n = sysread $s->{handle}, $s->{buffer}, 65536, length $s->{buffer};
    if ($n) { $any = 1; cut_lines($s) }
    elsif ( defined $n || ( $! != EAGAIN && $! != EINTR ) ) { close $s->{handle}; $s->{handle} = undef }
  }
  return $any;
}

sub cut_lines {
  my ($s) = @_;
  my $last = rindex $s->{buffer}, "\n";
  my $cr   = rindex $s->{buffer}, "\r";
  $last = $cr if $cr > $last && $cr < length( $s->{buffer} ) - 1;
  if ( $last >= 0 ) {
    my $whole = substr $s->{buffer}, 0, $last + 1, '';
    $whole =~ s/\r\n?/\n/g if $cr >= 0;
    if ( $s->{pem} || $s->{mask}{suspect}->($whole) ) { log_line( $s, $_, 0 ) for $whole =~ /(.*)\n/g }
    else                                              { log_clean( $s, $s->{letter}, $whole ) }
  }
  while ( length $s->{buffer} >= $LINE ) { cut_piece($s) }
}

# A piece of an endless line: never between two bytes of a secret.
sub cut_piece {
  my ($s) = @_;
  my $at      = length( $s->{buffer} ) - $HOLD;
  my $suspect = $s->{mask}{suspect}->( $s->{buffer} );
  for my $span ( $suspect ? $s->{mask}{spans}->( $s->{buffer} ) : () ) {
    if ( $span->[0] < $at && $span->[1] > $at ) { $at = $span->[0] > 0 ? $span->[0] : $span->[1] }
  }
  my $piece = substr $s->{buffer}, 0, $at, '';
  if   ( $suspect || $s->{pem} ) { log_line( $s, $piece, 1 ) }
  else                           { log_clean( $s, uc $s->{letter}, "$piece\n" ) }
}

sub flush_rest {
  my ($s) = @_;
  return unless length $s->{buffer};
  $s->{buffer} =~ s/\r$//;
  log_line( $s, $s->{buffer}, 0 );
  $s->{buffer} = '';
}

sub log_line {
  my ( $s, $text, $continued ) = @_;
  if ( $s->{pem} ) {
    $s->{pem}++;
    my $ended = $text =~ s/^.*?-----END [A-Z0-9 ]*PRIVATE KEY-----//;
    return if !$ended && $s->{pem} < 200;
    $s->{pem} = 0;
    return unless $ended && length $text;
  }
  $text =~ s/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?-----END [A-Z0-9 ]*PRIVATE KEY-----/***/g;
  $s->{pem} = 1 if $text =~ s/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*$/***/;
  $text = $s->{mask}{apply}->($text);
  my $letter = $continued ? uc $s->{letter} : $s->{letter};
  append( $s->{log}, $millis->() . " $letter $text\n" );
}

# Whole lines without anything to mask, with one write for all of them.
sub log_clean {
  my ( $s, $letter, $lines ) = @_;
  my $head = $millis->() . " $letter ";
  chop $lines;
  $lines =~ s/\n/\n$head/g;
  append( $s->{log}, "$head$lines\n" );
}

# Log files are named for the offset at which they begin; those of the middle are taken away.
sub append {
  my ( $log, $bytes ) = @_;
  if ( !$log->{file} || $log->{size} >= $SEGMENT ) {
    close $log->{file} if $log->{file};
    my $name = sprintf 'log.%015d', $log->{offset};
    open $log->{file}, '>:raw', $name or die "cannot write $name: $!\n";
    $log->{file}->autoflush(1);
    $log->{size} = 0;
    push @{ $log->{later} }, [ $name, $log->{offset} ] if $log->{offset} >= $log->{head};
    while ( @{ $log->{later} // [] } > 1 && $log->{later}[1][1] + $log->{tail} < $log->{offset} ) {
      unlink shift( @{ $log->{later} } )->[0];
    }
  }
  print { $log->{file} } $bytes;
  $log->{size}   += length $bytes;
  $log->{offset} += length $bytes;
}

# ---------------------------------------------------------------- masking

sub masker {
  my $known = join '|', map { quotemeta } sort { length $b <=> length $a } grep { length >= 4 } @_;
  # One after another, and each with a fixed word outside of look-behinds: perl finds that word a
  # hundred times faster than it tries an alternation of all patterns at every byte.
  my @patterns = map { qr/$_/ } (
    ( length $known ? $known : () ),
    'eyJ[A-Za-z0-9_-]{8,' . $TOKEN_AT . '}\.[A-Za-z0-9_-]{8,' . $TOKEN_AT . '}\.[A-Za-z0-9_-]{0,' . $TOKEN_AT . '}',
    map( { '(?<![A-Za-z0-9])' . $_ . '[A-Z0-9]{16}(?![A-Za-z0-9])' } qw(AKIA ASIA) ),
    'AIza[0-9A-Za-z_-]{35}',
    'gh[pousr]_[A-Za-z0-9]{36,255}',
    'github_pat_[A-Za-z0-9_]{22,255}',
    'glpat-[A-Za-z0-9_-]{20,255}',
    'xox[abeoprs]-[A-Za-z0-9-]{10,255}',
    'hooks\.slack\.com/services/\K[A-Za-z0-9/]{20,255}',
    '[sr]k_live_[A-Za-z0-9]{16,255}',
    'AccountKey=\K[A-Za-z0-9+/=]{40,255}',
    '://\K[^\s/:@]{0,255}:[^\s/@]{1,255}(?=@)',
  );
  my $aws = qr/(?i:aws_secret_access_key=|aws_secret_access_key = |secretaccesskey": ")\K[A-Za-z0-9\/+]{40}/;
  my $all = sub { return lc( $_[0] ) =~ /secret_?access_?key/ ? ( @patterns, $aws ) : @patterns };

  # All that matches, also where two matches overlap: neither may keep the other from being found.
  my $spans = sub {
    my @found;
    for my $pattern ( $all->( $_[0] ) ) {
      while ( $_[0] =~ /$pattern/g ) {
        push @found, [ $-[0], $+[0] ];
        pos( $_[0] ) = $-[0] + 1 if length $known && $pattern eq $patterns[0];
      }
    }
    my @merged;
    for my $span ( sort { $a->[0] <=> $b->[0] } @found ) {
      if ( !@merged || $span->[0] >= $merged[-1][1] ) { push @merged, $span }
      elsif ( $span->[1] > $merged[-1][1] )           { $merged[-1][1] = $span->[1] }
    }
    return @merged;
  };
  return {
    suspect => sub {
      return 1 if index( $_[0], 'PRIVATE KEY-----' ) >= 0;
      for my $pattern ( $all->( $_[0] ) ) { return 1 if $_[0] =~ /$pattern/ }
      return 0;
    },
    apply => sub {
      my ($text) = @_;
      substr $text, $_->[0], $_->[1] - $_->[0], '***' for reverse $spans->($text);
      return $text;
    },
    # A key's first line is not masked by itself, but is not cut either.
    spans => sub {
      my @all = $spans->( $_[0] );
      push @all, [ $-[0], $+[0] ] while $_[0] =~ /-----(?:BEGIN|END) [A-Z0-9 ]{0,64}PRIVATE KEY-----/g;
      return @all;
    },
  };
}
