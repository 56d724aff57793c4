<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>saga::ui::BulkController</name>
    <message numerus="yes">
        <source>%Ln chosen one by one</source>
        <translation>
            <numerusform>%Ln chosen one by one</numerusform>
            <numerusform>%Ln chosen one by one</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>without %Ln that were unticked</source>
        <translation>
            <numerusform>without %Ln that was unticked</numerusform>
            <numerusform>without %Ln that were unticked</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::DeliveriesView</name>
    <message numerus="yes">
        <source>%n of %1 have not arrived, read %2.</source>
        <translation>
            <numerusform>%n of %1 has not arrived, read %2.</numerusform>
            <numerusform>%n of %1 have not arrived, read %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::DeliveryCard</name>
    <message numerus="yes">
        <source>%n time(s), last %1</source>
        <translation>
            <numerusform>once, %1</numerusform>
            <numerusform>%n times, last %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>died %n time(s)</source>
        <translation>
            <numerusform>died once</numerusform>
            <numerusform>died %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::DrainChart</name>
    <message numerus="yes">
        <source>%n need(s) a person</source>
        <translation>
            <numerusform>%n needs a person</numerusform>
            <numerusform>%n need a person</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::JournalPage</name>
    <message numerus="yes">
        <source>%n newer</source>
        <translation>
            <numerusform>%n newer</numerusform>
            <numerusform>%n newer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%1 sagas in %n group(s)</source>
        <translation>
            <numerusform>%1 sagas in %n group</numerusform>
            <numerusform>%1 sagas in %n groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open %n saga(s)</source>
        <translation>
            <numerusform>Open %n saga</numerusform>
            <numerusform>Open %n sagas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::OverviewWords</name>
    <message numerus="yes">
        <source>Retry of %n saga(s)</source>
        <translation>
            <numerusform>Retry of %n saga</numerusform>
            <numerusform>Retry of %n sagas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Compensation of %n saga(s)</source>
        <translation>
            <numerusform>Compensation of %n saga</numerusform>
            <numerusform>Compensation of %n sagas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saga(s) resolved by hand</source>
        <translation>
            <numerusform>%n saga resolved by hand</numerusform>
            <numerusform>%n sagas resolved by hand</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Refund of %n order(s)</source>
        <translation>
            <numerusform>Refund of %n order</numerusform>
            <numerusform>Refund of %n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s) added</source>
        <translation>
            <numerusform>%n note added</numerusform>
            <numerusform>%n notes added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saga(s) taken</source>
        <translation>
            <numerusform>%n saga taken</numerusform>
            <numerusform>%n sagas taken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saga(s) given back</source>
        <translation>
            <numerusform>%n saga given back</numerusform>
            <numerusform>%n sagas given back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::PayloadModel</name>
    <message numerus="yes">
        <source> … %n inside</source>
        <translation>
            <numerusform> … %n inside</numerusform>
            <numerusform> … %n inside</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::RollbackController</name>
    <message numerus="yes">
        <source>%n saga(s) still move</source>
        <translation>
            <numerusform>%n saga still moves</numerusform>
            <numerusform>%n sagas still move</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::RollbackPanel</name>
    <message numerus="yes">
        <source>Open %n saga(s) that need(s) a person</source>
        <translation>
            <numerusform>Open %n saga that needs a person</numerusform>
            <numerusform>Open %n sagas that need a person</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation>
            <numerusform>%n instance</numerusform>
            <numerusform>%n instances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::SagasPage</name>
    <message numerus="yes">
        <source>%n newer</source>
        <translation>
            <numerusform>%n newer</numerusform>
            <numerusform>%n newer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n row copied</numerusform>
            <numerusform>%n rows copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::SelectionPanel</name>
    <message numerus="yes">
        <source>Show %Ln saga(s) in Sagas</source>
        <translation>
            <numerusform>Show %Ln saga in Sagas</numerusform>
            <numerusform>Show %Ln sagas in Sagas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::TimeAxis</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::Timeline</name>
    <message numerus="yes">
        <source>retry of %n saga(s)</source>
        <translation>
            <numerusform>retry of %n saga</numerusform>
            <numerusform>retry of %n sagas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>compensation of %n saga(s)</source>
        <translation>
            <numerusform>compensation of %n saga</numerusform>
            <numerusform>compensation of %n sagas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saga(s) resolved</source>
        <translation>
            <numerusform>%n saga resolved</numerusform>
            <numerusform>%n sagas resolved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>refund of %n order(s)</source>
        <translation>
            <numerusform>refund of %n order</numerusform>
            <numerusform>refund of %n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>packed, %n row(s)</source>
        <translation>
            <numerusform>packed, %n row</numerusform>
            <numerusform>packed, %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::Words</name>
    <message numerus="yes">
        <source>Retry %n saga(s)</source>
        <translation>
            <numerusform>Retry %n saga</numerusform>
            <numerusform>Retry %n sagas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Compensate %n saga(s)</source>
        <translation>
            <numerusform>Compensate %n saga</numerusform>
            <numerusform>Compensate %n sagas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resolve %n saga(s)</source>
        <translation>
            <numerusform>Resolve %n saga</numerusform>
            <numerusform>Resolve %n sagas</numerusform>
        </translation>
    </message>
</context>
</TS>
