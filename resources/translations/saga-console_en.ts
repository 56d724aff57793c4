<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>saga::ui::SagasPage</name>
    <message numerus="yes">
        <source>%n newer</source>
        <translation>
            <numerusform>%n newer</numerusform>
            <numerusform>%n newer</numerusform>
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
