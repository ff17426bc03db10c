/** What connections to databases have in common. */
@NullMarked
package jigi.base.connect.database;

import org.jspecify.annotations.NullMarked;
