package jigi.operate.incident;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.Shapes;

/** Reads the key {@code status-page}; without it there is none. */
public final class StatusPagePart implements ManualPart<Optional<StatusPage>> {
  private static final Field<Map<String, List<String>>> STATUS_PAGE =
      Field.optional(
          "status-page",
          Shapes.mapOf(Shapes.listOf(Shapes.text())),
          "A page that everybody may read without signing in: what people see, by the name under"
              + " which they see it, each of one or several components, of which the worst"
              + " counts.");

  private final Function<ManualReading, Names> components;

  /**
   * @param components of the manual that is being read
   */
  public StatusPagePart(Function<ManualReading, Names> components) {
    this.components = components;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(STATUS_PAGE);
  }

  @Override
  public Optional<StatusPage> read(ManualReading reading) {
    Map<String, List<String>> shown = reading.find(STATUS_PAGE);
    if (shown == null) {
      return Optional.empty();
    }
    Names known = components.apply(reading);
    shown.forEach(
        (title, behind) ->
            behind.forEach(
                name ->
                    known.require(
                        name,
                        reading.placeOf(STATUS_PAGE, title),
                        reading.problems(),
                        "unknown-component",
                        "the manual has no such component")));
    return Optional.of(new StatusPage(Collections.unmodifiableMap(new LinkedHashMap<>(shown))));
  }
}
