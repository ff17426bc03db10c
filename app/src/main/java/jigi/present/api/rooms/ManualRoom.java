package jigi.present.api.rooms;

import java.util.List;
import java.util.Locale;
import jigi.base.config.Problem;
import jigi.base.manual.ManualEditor;
import jigi.present.api.view.Desk;
import jigi.present.api.view.ManualView;

/** The files of the manuals in force. */
final class ManualRoom implements Desk.Manuals {
  private final ManualEditor editor;

  ManualRoom(ManualEditor editor) {
    this.editor = editor;
  }

  @Override
  public List<String> files(String system) {
    return editor.files(system);
  }

  @Override
  public ManualView.Opened open(String system, String file) {
    ManualEditor.Opened opened = editor.open(system, file);
    return new ManualView.Opened(
        system,
        file,
        opened.text(),
        opened.seen(),
        opened.writable(),
        editor.versions(system, file).stream()
            .map(
                one ->
                    new ManualView.Version(
                        one.activation().hash(),
                        one.activation().at(),
                        one.activation().actor(),
                        one.text()))
            .toList());
  }

  @Override
  public ManualView.Checked check(String system, String file, String draft) {
    ManualEditor.Checked checked = editor.check(system, file, draft);
    return new ManualView.Checked(
        checked.good(),
        checked.problems().stream().map(Problem::toString).toList(),
        checked.diff().stream()
            .map(
                line ->
                    new ManualView.Line(
                        line.change().name().toLowerCase(Locale.ROOT), line.number(), line.text()))
            .toList(),
        checked.seen());
  }

  @Override
  public void write(String system, String file, String draft, String seen, String actor) {
    editor.write(system, file, draft, seen, actor);
  }
}
