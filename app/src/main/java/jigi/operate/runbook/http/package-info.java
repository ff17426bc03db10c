/** Steps that ask or tell an HTTP service something. */
@NullMarked
package jigi.operate.runbook.http;

import org.jspecify.annotations.NullMarked;
