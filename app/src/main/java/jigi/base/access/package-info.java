/** Who somebody is and what they may do: users, grants, tokens, sessions, sign-in. */
@NullMarked
package jigi.base.access;

import org.jspecify.annotations.NullMarked;
