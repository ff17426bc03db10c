# Lists the files of a folder of a host behind SSH: perl -e ... FOLDER/
#
# Prints for each plain file "INODE SIZE CHANGED NAME\n".
use strict;
use warnings;
my ($folder) = @ARGV;
opendir my $all, $folder or die "$!\n";
for my $name ( readdir $all ) {
  my ( $inode, $size, $changed ) = ( stat "$folder$name" )[ 1, 7, 9 ];
  print "$inode $size $changed $name\n" if defined $inode && -f _ && $name !~ /\n/;
}
