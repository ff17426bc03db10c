/** Plans, backups, their proof by restoring, and the catalogue of all of it. */
@NullMarked
package jigi.operate.backup;

import org.jspecify.annotations.NullMarked;
