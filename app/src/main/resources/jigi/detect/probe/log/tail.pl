# Reads on in a log of a host behind SSH: perl -e ... PATH INODE OFFSET HEAD CHUNK
#
# Prints for the file that has the name now, and, where that is another one, for the file next to it
# that has the inode number: "file INODE SIZE CHANGED FROM HEAD BYTES\n", so many bytes of its head,
# and so many from FROM on, CHUNK at most, of another file an eighth of that. FROM is OFFSET in the file that has the inode number, 0 in another one.
use strict;
use warnings;
my ( $path, $inode, $offset, $head, $chunk ) = @ARGV;
binmode STDOUT;

sub show {
  my ($name) = @_;
  my ( $ino, $size, $changed ) = ( stat $name )[ 1, 7, 9 ];
  return "$!" unless defined $ino;
  return 'it is no file' unless -f _;
  open my $in, '<:raw', $name or return "$!";
  my $from = $ino == $inode && $offset <= $size ? $offset : 0;
  read $in, my $first, $head;
  seek $in, $from, 0;
  my $n = read $in, my $bytes, $inode && $ino != $inode ? $chunk / 8 : $chunk;
  printf "file %d %d %d %d %d %d\n", $ino, $size, $changed, $from, length $first, $n // 0;
  print $first, $bytes // '';
  return '';
}

my $why = show($path);
if ($why) { print "none $why\n"; exit }
exit if ( stat $path )[1] == $inode || $inode == 0;
my ($folder) = $path =~ m{^(.*/)[^/]*$};
opendir my $all, $folder or exit;
for my $name ( readdir $all ) {
  my ( $ino, $mode ) = ( stat "$folder$name" )[ 1, 2 ];
  next unless defined $ino && $ino == $inode && -f _;
  show("$folder$name");
  last;
}
