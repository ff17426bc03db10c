# Unpacks a part of a rotated log of a host behind SSH: perl -e ... FILE PACKING OFFSET COUNT
#
# Prints COUNT bytes of its contents from OFFSET on, fewer at their end. The program is started anew
# each time: nothing stays behind on the host between two questions.
use strict;
use warnings;
my ( $file, $packing, $offset, $count ) = @ARGV;
my %program = ( gz => 'gzip', zst => 'zstd', xz => 'xz', bz2 => 'bzip2' );
binmode STDOUT;
my $program = $program{$packing} or die "nothing unpacks .$packing\n";
my $pid = open my $in, '-|', $program, '-dc', '--', $file or die "$program: $!\n";
binmode $in;
my ( $left, $given ) = ( $offset, 0 );
while ( $given < $count ) {
  my $n = sysread $in, my $bytes, 262144;
  die "$!\n" unless defined $n;
  if ( $n == 0 ) {
    close $in;
    die "$program cannot unpack it\n" if $?;
    exit;
  }
  if ( $left >= $n ) { $left -= $n; next }
  $bytes = substr $bytes, $left, $count - $given;
  $left = 0;
  $given += length $bytes;
  print $bytes;
}
