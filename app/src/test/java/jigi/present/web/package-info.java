/** The pages, tested and shown over HTTP. */
@NullMarked
package jigi.present.web;

import org.jspecify.annotations.NullMarked;
