/** E-mail by SMTP. */
@NullMarked
package jigi.operate.notify.smtp;

import org.jspecify.annotations.NullMarked;
