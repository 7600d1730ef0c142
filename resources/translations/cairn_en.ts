<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>ErrorText</name>
        <message numerus="yes">
            <source>%n more like this.</source>
            <translation>
                <numerusform>%n more like this.</numerusform>
                <numerusform>%n more like this.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::CardGroup</name>
        <message numerus="yes">
            <source>%n chart(s)</source>
            <translation>
                <numerusform>%n chart</numerusform>
                <numerusform>%n charts</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ChartCard</name>
        <message numerus="yes">
            <source>▲ %n point(s) above</source>
            <translation>
                <numerusform>▲ %n point above</numerusform>
                <numerusform>▲ %n points above</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>▼ %n point(s) below</source>
            <translation>
                <numerusform>▼ %n point below</numerusform>
                <numerusform>▼ %n points below</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n NaN</source>
            <translation>
                <numerusform>%n NaN</numerusform>
                <numerusform>%n NaN</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n point(s) &lt;= 0 not shown</source>
            <translation>
                <numerusform>%n point &lt;= 0 not shown</numerusform>
                <numerusform>%n points &lt;= 0 not shown</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1, %n curve(s)</source>
            <translation>
                <numerusform>%1, %n curve</numerusform>
                <numerusform>%1, %n curves</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::CheckpointsPage</name>
        <message numerus="yes">
            <source>%n checkpoint(s)</source>
            <translation>
                <numerusform>%n checkpoint</numerusform>
                <numerusform>%n checkpoints</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>◇ %n deleted since</source>
            <translation>
                <numerusform>◇ %n deleted since</numerusform>
                <numerusform>◇ %n deleted since</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n tensor(s)</source>
            <translation>
                <numerusform>%n tensor</numerusform>
                <numerusform>%n tensors</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n tensor(s)</source>
            <translation>
                <numerusform>%1 of %n tensor</numerusform>
                <numerusform>%1 of %n tensors</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ColumnModel</name>
        <message numerus="yes">
            <source>%n value(s)</source>
            <translation>
                <numerusform>%n value</numerusform>
                <numerusform>%n values</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ComparePage</name>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>%n run</numerusform>
                <numerusform>%n runs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n run(s) pass</source>
            <translation>
                <numerusform>%1 of %n run pass</numerusform>
                <numerusform>%1 of %n runs pass</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) without a config</source>
            <translation>
                <numerusform>%n run without a config</numerusform>
                <numerusform>%n runs without a config</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::CurvesPage</name>
        <message numerus="yes">
            <source>%n run(s) shown · every point, no sampling</source>
            <translation>
                <numerusform>%n run shown · every point, no sampling</numerusform>
                <numerusform>%n runs shown · every point, no sampling</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Show %n hidden chart(s)</source>
            <translation>
                <numerusform>Show %n hidden chart</numerusform>
                <numerusform>Show %n hidden charts</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::HealthDialog</name>
        <message numerus="yes">
            <source>✕ %n finding(s) of damage</source>
            <translation>
                <numerusform>✕ %n finding of damage</numerusform>
                <numerusform>✕ %n findings of damage</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>✓ Every value is whole; %n thing(s) to know</source>
            <translation>
                <numerusform>✓ Every value is whole; %n thing to know</numerusform>
                <numerusform>✓ Every value is whole; %n things to know</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::History</name>
        <message numerus="yes">
            <source>hide %n run(s)</source>
            <translation>
                <numerusform>hide %n run</numerusform>
                <numerusform>hide %n runs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>show %n run(s)</source>
            <translation>
                <numerusform>show %n run</numerusform>
                <numerusform>show %n runs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::HoverPopup</name>
        <message numerus="yes">
            <source>+ %n more</source>
            <translation>
                <numerusform>+ %n more</numerusform>
                <numerusform>+ %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::JobBar</name>
        <message numerus="yes">
            <source>%n problem(s)</source>
            <translation>
                <numerusform>%n problem</numerusform>
                <numerusform>%n problems</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::JobPanel</name>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n running</numerusform>
                <numerusform>%n running</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n paused</source>
            <translation>
                <numerusform>%n paused</numerusform>
                <numerusform>%n paused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n queued</source>
            <translation>
                <numerusform>%n queued</numerusform>
                <numerusform>%n queued</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::MainWindow</name>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>%n run</numerusform>
                <numerusform>%n runs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) found…</source>
            <translation>
                <numerusform>%n run found…</numerusform>
                <numerusform>%n runs found…</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) are training.</source>
            <translation>
                <numerusform>%n run are training.</numerusform>
                <numerusform>%n runs are training.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::Palette</name>
        <message numerus="yes">
            <source>%n result(s)</source>
            <translation>
                <numerusform>%n result</numerusform>
                <numerusform>%n results</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ProblemsPanel</name>
        <message numerus="yes">
            <source>in %n run(s)</source>
            <translation>
                <numerusform>in %n run</numerusform>
                <numerusform>in %n runs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RestorePage</name>
        <message numerus="yes">
            <source>All %n tensor(s) fit.</source>
            <translation>
                <numerusform>All %n tensor fit.</numerusform>
                <numerusform>All %n tensors fit.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunActions</name>
        <message numerus="yes">
            <source>Move %n run(s) to the trash?</source>
            <translation>
                <numerusform>Move %n run to the trash?</numerusform>
                <numerusform>Move %n runs to the trash?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>move %n run(s) to the trash</source>
            <translation>
                <numerusform>move %n run to the trash</numerusform>
                <numerusform>move %n runs to the trash</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) moved to the trash, %1. Ctrl+Z brings them back.</source>
            <translation>
                <numerusform>%n run moved to the trash, %1. Ctrl+Z brings them back.</numerusform>
                <numerusform>%n runs moved to the trash, %1. Ctrl+Z brings them back.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunControl</name>
        <message numerus="yes">
            <source>Train %n run(s)</source>
            <translation>
                <numerusform>Train %n run</numerusform>
                <numerusform>Train %n runs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) have no config that is known and were not queued.</source>
            <translation>
                <numerusform>%n run have no config that is known and were not queued.</numerusform>
                <numerusform>%n runs have no config that is known and were not queued.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more running</source>
            <translation>
                <numerusform>%n more running</numerusform>
                <numerusform>%n more running</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n paused</source>
            <translation>
                <numerusform>%n paused</numerusform>
                <numerusform>%n paused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n queued</source>
            <translation>
                <numerusform>%n queued</numerusform>
                <numerusform>%n queued</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunsModel</name>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>%n run</numerusform>
                <numerusform>%n runs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunsPane</name>
        <message numerus="yes">
            <source>%n problem(s)</source>
            <translation>
                <numerusform>%n problem</numerusform>
                <numerusform>%n problems</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n new</numerusform>
                <numerusform>%n new</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>%n selected</numerusform>
                <numerusform>%n selected</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TensorPane</name>
        <message numerus="yes">
            <source>%n part(s)</source>
            <translation>
                <numerusform>%n part</numerusform>
                <numerusform>%n parts</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TimelineView</name>
        <message numerus="yes">
            <source>%1 · %n tensor(s) · written %2</source>
            <translation>
                <numerusform>%1 · %n tensor · written %2</numerusform>
                <numerusform>%1 · %n tensors · written %2</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TracebackPage</name>
        <message numerus="yes">
            <source>%n line(s), %1</source>
            <translation>
                <numerusform>%n line, %1</numerusform>
                <numerusform>%n lines, %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TracebackText</name>
        <message numerus="yes">
            <source>%n line(s) of TensorFlow folded</source>
            <translation>
                <numerusform>%n line of TensorFlow folded</numerusform>
                <numerusform>%n lines of TensorFlow folded</numerusform>
            </translation>
        </message>
    </context>
</TS>
