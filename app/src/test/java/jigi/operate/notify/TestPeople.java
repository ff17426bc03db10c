package jigi.operate.notify;

import org.jspecify.annotations.Nullable;

/** People for the tests of channels. */
public final class TestPeople {
  private TestPeople() {}

  public static Person person(String name, @Nullable String email) {
    return new Person(name, name, email, null, null, Hours.ALWAYS, null);
  }

  public static Person withPhone(String name, String phone) {
    return new Person(name, name, null, phone, null, Hours.ALWAYS, null);
  }
}
