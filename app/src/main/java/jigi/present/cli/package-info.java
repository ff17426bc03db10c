/** The command line: a client of the API, except for what needs no server. */
@NullMarked
package jigi.present.cli;

import org.jspecify.annotations.NullMarked;
