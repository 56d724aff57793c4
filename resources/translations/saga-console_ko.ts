<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>saga::ui::ActionList</name>
    <message>
        <source>Latest actions</source>
        <translation>최근 작업</translation>
    </message>
    <message>
        <source>Nobody has acted yet</source>
        <translation>아직 작업한 사람이 없습니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::ArmPanel</name>
    <message>
        <source>payments fail</source>
        <translation>결제 실패</translation>
    </message>
    <message>
        <source>Engage the rollback</source>
        <translation>롤백 실행</translation>
    </message>
    <message>
        <source>Emergency rollback</source>
        <translation>긴급 롤백</translation>
    </message>
    <message>
        <source>All new payments will go to LEGACY</source>
        <translation>모든 새 결제가 LEGACY로 갑니다</translation>
    </message>
    <message>
        <source>At once, on every gateway. Sagas in flight go on to their end. Written to PostgreSQL and Redis; one of them suffices.</source>
        <translation>모든 게이트웨이에 즉시 적용됩니다. 진행 중인 사가는 끝까지 진행됩니다. PostgreSQL과 Redis에 기록하며, 하나만으로도 충분합니다.</translation>
    </message>
    <message>
        <source>Why, for the journal</source>
        <translation>사유 (작업 기록에 남음)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>a reason is needed</source>
        <translation>사유가 필요합니다</translation>
    </message>
    <message>
        <source>Press F12 again, or the button. Enter never confirms.</source>
        <translation>F12를 다시 누르거나 버튼을 누르세요. Enter 키로는 확정되지 않습니다.</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
</context>
<context>
    <name>saga::ui::BulkController</name>
    <message>
        <source>nothing was chosen</source>
        <translation>선택한 것이 없습니다</translation>
    </message>
    <message>
        <source>the sagas are still being read</source>
        <translation>사가를 아직 읽는 중입니다</translation>
    </message>
    <message>
        <source>the sagas could not be read</source>
        <translation>사가를 읽지 못했습니다</translation>
    </message>
    <message>
        <source>the job is being created</source>
        <translation>작업을 만드는 중입니다</translation>
    </message>
    <message>
        <source>the outcome is unknown, it is being read back</source>
        <translation>결과를 알 수 없어 다시 읽는 중입니다</translation>
    </message>
    <message>
        <source>it was refused, look at the sagas again first</source>
        <translation>거부되었습니다. 먼저 사가를 다시 확인하세요</translation>
    </message>
    <message>
        <source>PostgreSQL is lost</source>
        <translation>PostgreSQL 연결이 끊겼습니다</translation>
    </message>
    <message>
        <source>no saga matches</source>
        <translation>일치하는 사가가 없습니다</translation>
    </message>
    <message>
        <source>it is refused for every one of them</source>
        <translation>모든 사가에 대해 거부됩니다</translation>
    </message>
    <message>
        <source>a job takes at most %1 sagas</source>
        <translation>작업 하나에는 최대 %1건까지 담을 수 있습니다</translation>
    </message>
    <message>
        <source>a reason is needed</source>
        <translation>사유가 필요합니다</translation>
    </message>
    <message>
        <source>evidence is needed</source>
        <translation>증빙이 필요합니다</translation>
    </message>
    <message>
        <source>the text is not typed yet</source>
        <translation>확인 문구를 아직 입력하지 않았습니다</translation>
    </message>
    <message>
        <source>It was read back: the request never arrived, no job was created</source>
        <translation>다시 읽어 보니 요청이 도착하지 않았고 작업은 만들어지지 않았습니다</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen one by one</source>
        <translation>
                <numerusform>%Ln건을 하나씩 선택</numerusform>
            </translation>
    </message>
    <message>
        <source>begun until %1</source>
        <translation>%1까지 시작된 사가</translation>
    </message>
    <message numerus="yes">
        <source>without %Ln that were unticked</source>
        <translation>
                <numerusform>선택 해제한 %Ln건 제외</numerusform>
            </translation>
    </message>
</context>
<context>
    <name>saga::ui::BulkDialog</name>
    <message>
        <source>Look again</source>
        <translation>다시 보기</translation>
    </message>
    <message>
        <source>Why, for the journal</source>
        <translation>사유 (작업 기록에 남음)</translation>
    </message>
    <message>
        <source>How it was settled outside, as evidence</source>
        <translation>외부에서 어떻게 처리했는지 (증빙)</translation>
    </message>
    <message>
        <source>The text to type</source>
        <translation>입력할 확인 문구</translation>
    </message>
    <message>
        <source>1, 10, 100, then all</source>
        <translation>1, 10, 100, 이후 전체</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Bulk action</source>
        <translation>일괄 작업</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>표본</translation>
    </message>
    <message>
        <source>Cancel (Esc)</source>
        <translation>취소 (Esc)</translation>
    </message>
    <message>
        <source>/s</source>
        <translation>/초</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source>Sagas a second</source>
        <translation>초당 사가 수</translation>
    </message>
    <message>
        <source>Sagas a second; 0: as fast as they settle</source>
        <translation>초당 사가 수. 0이면 처리되는 대로 진행</translation>
    </message>
    <message>
        <source>Begin with one saga, then ten, then a hundred, each settled before the next</source>
        <translation>1건, 10건, 100건 순서로 늘리며 앞 단계가 끝나야 다음으로 넘어갑니다</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>stops above </source>
        <translation>중단 기준 </translation>
    </message>
    <message>
        <source>The breaker pauses when more than this is in trouble again or unverified</source>
        <translation>다시 문제가 생기거나 미확인인 비율이 이보다 높으면 차단기가 멈춥니다</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>조건</translation>
    </message>
    <message>
        <source>Looking at the sagas</source>
        <translation>사가 확인 중</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2: %1</translation>
    </message>
    <message>
        <source>every saga</source>
        <translation>모든 사가</translation>
    </message>
    <message>
        <source>Frozen at %1, ids and versions, set %2</source>
        <translation>%1에 고정됨 (ID와 버전), 집합 %2</translation>
    </message>
    <message>
        <source>The sagas and their versions are being frozen</source>
        <translation>사가와 버전을 고정하는 중입니다</translation>
    </message>
    <message>
        <source>nothing new since you opened this</source>
        <translation>연 뒤로 새 사가 없음</translation>
    </message>
    <message>
        <source>+%1 since you opened this, not touched</source>
        <translation>연 뒤로 +%1건, 건드리지 않음</translation>
    </message>
    <message>
        <source>sagas</source>
        <translation>건</translation>
    </message>
    <message>
        <source>Refused, with reason</source>
        <translation>거부 (사유 있음)</translation>
    </message>
    <message>
        <source>Together worth</source>
        <translation>금액 합계</translation>
    </message>
    <message>
        <source>and</source>
        <translation>그리고</translation>
    </message>
    <message>
        <source>%1 refused: %2</source>
        <translation>거부 %1건: %2</translation>
    </message>
    <message>
        <source>%1 of %2: the largest, the oldest, and one of every refusal</source>
        <translation>%2건 중 %1건: 가장 큰 것, 가장 오래된 것, 거부 사유별 하나씩</translation>
    </message>
    <message>
        <source>The sagas could not be read</source>
        <translation>사가를 읽지 못했습니다</translation>
    </message>
    <message>
        <source>Waiting for the database</source>
        <translation>데이터베이스 응답 대기</translation>
    </message>
    <message>
        <source>It runs in payment-sagad from then on; closing this window stops nothing</source>
        <translation>이후에는 payment-sagad에서 실행되며, 창을 닫아도 멈추지 않습니다</translation>
    </message>
    <message>
        <source>The outcome is unknown</source>
        <translation>결과를 알 수 없습니다</translation>
    </message>
    <message>
        <source>No job was created</source>
        <translation>작업이 만들어지지 않았습니다</translation>
    </message>
    <message>
        <source>Type %1</source>
        <translation>다음을 입력: %1</translation>
    </message>
    <message>
        <source>Enter never confirms.</source>
        <translation>Enter 키로는 확정되지 않습니다.</translation>
    </message>
    <message>
        <source>Closed: %1. Enter never confirms.</source>
        <translation>닫힘: %1. Enter 키로는 확정되지 않습니다.</translation>
    </message>
    <message>
        <source>Sagas frozen</source>
        <translation>사가 고정됨</translation>
    </message>
    <message>
        <source>Sagas not frozen yet</source>
        <translation>사가가 아직 고정되지 않음</translation>
    </message>
    <message>
        <source>%1 of %2 would be done</source>
        <translation>%2건 중 %1건 실행 예정</translation>
    </message>
    <message>
        <source>Reason given</source>
        <translation>사유 입력됨</translation>
    </message>
    <message>
        <source>Reason, not yet</source>
        <translation>사유 미입력</translation>
    </message>
    <message>
        <source>Evidence given</source>
        <translation>증빙 입력됨</translation>
    </message>
    <message>
        <source>Evidence, not yet</source>
        <translation>증빙 미입력</translation>
    </message>
    <message>
        <source>Text typed, exact</source>
        <translation>확인 문구 정확히 입력됨</translation>
    </message>
    <message>
        <source>Text, not yet</source>
        <translation>확인 문구 미입력</translation>
    </message>
    <message>
        <source>%1 of %2 met</source>
        <translation>%2개 중 %1개 충족</translation>
    </message>
    <message>
        <source>The request was sent and its answer was lost. It is read back, also when this is put away; what became of it brings this back.</source>
        <translation>요청을 보냈지만 응답을 받지 못했습니다. 이 창을 치워 두어도 결과를 다시 확인하며, 결과가 나오면 이 창이 다시 열립니다.</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>치워 두기</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>닫힘</translation>
    </message>
</context>
<context>
    <name>saga::ui::BulkSample</name>
    <message>
        <source>Saga</source>
        <translation>사가</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>주문</translation>
    </message>
    <message>
        <source>Stands at</source>
        <translation>현재 단계</translation>
    </message>
    <message>
        <source>What happens, in this order</source>
        <translation>실행 내용 (순서대로)</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>금액</translation>
    </message>
</context>
<context>
    <name>saga::ui::BulkSampleView</name>
    <message>
        <source>Sample</source>
        <translation>표본</translation>
    </message>
</context>
<context>
    <name>saga::ui::BulkWords</name>
    <message>
        <source>A step that runs again may take money and stock. It is not taken back, only compensated later.</source>
        <translation>다시 실행되는 단계는 돈과 재고를 가져갈 수 있습니다. 취소할 수는 없고 나중에 보상만 할 수 있습니다.</translation>
    </message>
    <message>
        <source>What is undone stays undone: the orders fail for good. What was told to the outside is not called back.</source>
        <translation>되돌린 것은 다시 살릴 수 없으며 주문은 최종 실패합니다. 외부에 알린 내용은 회수되지 않습니다.</translation>
    </message>
    <message>
        <source>It settles the sagas as they are: nothing is paid back, nothing runs again, and it stays so.</source>
        <translation>사가를 지금 상태로 종결합니다. 환불도 재실행도 없으며 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Will be retried</source>
        <translation>재시도 예정</translation>
    </message>
    <message>
        <source>Will be undone</source>
        <translation>보상 예정</translation>
    </message>
    <message>
        <source>Will be settled</source>
        <translation>종결 예정</translation>
    </message>
    <message>
        <source>One person alone may do at most %1. These will wait, at most %2, until a second person approves them.</source>
        <translation>한 사람이 혼자 할 수 있는 것은 최대 %1건입니다. 이 작업은 두 번째 사람이 승인할 때까지 최대 %2 동안 기다립니다.</translation>
    </message>
</context>
<context>
    <name>saga::ui::CanarySlider</name>
    <message>
        <source>Canary, per cent of the users</source>
        <translation>카나리, 사용자 비율(%)</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>saga::ui::ChainBar</name>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Verify %1 rows</source>
        <translation>%1행 검증</translation>
    </message>
    <message>
        <source>Verify again</source>
        <translation>다시 검증</translation>
    </message>
    <message>
        <source>PostgreSQL is lost</source>
        <translation>PostgreSQL 연결이 끊겼습니다</translation>
    </message>
    <message>
        <source>The chains are not verified yet</source>
        <translation>체인을 아직 검증하지 않았습니다</translation>
    </message>
    <message>
        <source>every row is hashed again here and compared with the one before it</source>
        <translation>모든 행의 해시를 여기서 다시 계산해 앞 행과 비교합니다</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>검증 중</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%2행 중 %1행</translation>
    </message>
    <message>
        <source>The verification could not be ended</source>
        <translation>검증을 끝내지 못했습니다</translation>
    </message>
    <message>
        <source>Show row %1</source>
        <translation>%1번 행 보기</translation>
    </message>
    <message>
        <source>%1, and %2 more</source>
        <translation>%1, 그 밖에 %2건</translation>
    </message>
    <message>
        <source>Broken at row %1 of %2</source>
        <translation>%2 체인이 %1번 행에서 끊어짐</translation>
    </message>
    <message>
        <source>%1 rows in %2 chains at %3</source>
        <translation>%3 기준 체인 %2개, %1행</translation>
    </message>
    <message>
        <source>%1 written since</source>
        <translation>이후 %1행 기록됨</translation>
    </message>
    <message>
        <source>%1 positions kept on this machine agree</source>
        <translation>이 컴퓨터에 보관한 위치 %1개와 일치</translation>
    </message>
    <message>
        <source>no position was kept on this machine, so a tail that was cut off cannot be noticed</source>
        <translation>이 컴퓨터에 보관한 위치가 없어 잘려 나간 끝은 알아챌 수 없습니다</translation>
    </message>
    <message>
        <source>%1 kept lines cannot be read</source>
        <translation>보관한 줄 %1개를 읽을 수 없음</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>이상 없음</translation>
    </message>
    <message>
        <source>%1 · looking again failed: %2</source>
        <translation>%1 · 다시 검증하지 못함: %2</translation>
    </message>
</context>
<context>
    <name>saga::ui::ChangePanel</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Why, for the journal</source>
        <translation>사유 (작업 기록에 남음)</translation>
    </message>
    <message>
        <source>As of %1</source>
        <translation>%1 기준</translation>
    </message>
    <message>
        <source>If anyone acts first, this is refused and nothing changes</source>
        <translation>누가 먼저 작업하면 거부되고 아무것도 바뀌지 않습니다</translation>
    </message>
    <message>
        <source>It has changed since you opened this</source>
        <translation>여신 뒤에 바뀌었습니다</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 보기</translation>
    </message>
    <message>
        <source>look at it as it is now first</source>
        <translation>먼저 지금 상태를 확인해야 합니다</translation>
    </message>
    <message>
        <source>a reason is needed</source>
        <translation>사유가 필요합니다</translation>
    </message>
    <message>
        <source>Enter never confirms.</source>
        <translation>Enter 키로는 확정되지 않습니다.</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>You may go on; this is watched all the same.</source>
        <translation>다른 일을 하셔도 됩니다. 계속 지켜봅니다.</translation>
    </message>
</context>
<context>
    <name>saga::ui::ClaimBar</name>
    <message>
        <source>Add note</source>
        <translation>메모 추가</translation>
    </message>
    <message>
        <source>Nobody has taken this saga</source>
        <translation>이 사가를 맡은 사람이 없습니다</translation>
    </message>
    <message>
        <source>You have taken this saga, since %1</source>
        <translation>이 사가를 맡고 있습니다, %1부터</translation>
    </message>
    <message>
        <source>%1 has taken this saga, since %2</source>
        <translation>%1 님이 이 사가를 맡고 있습니다, %2부터</translation>
    </message>
    <message>
        <source>%1 was faster, since %2</source>
        <translation>%1 님이 먼저 맡았습니다, %2부터</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>거부됨: %1</translation>
    </message>
    <message>
        <source>It was not done: %1</source>
        <translation>실행되지 않았습니다: %1</translation>
    </message>
    <message>
        <source>The answer was lost; this was read afterwards: %1</source>
        <translation>응답을 받지 못해 다시 읽은 내용입니다: %1</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>맡기</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>내려놓기</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>넘겨받기</translation>
    </message>
    <message>
        <source>Take this saga</source>
        <translation>이 사가 맡기</translation>
    </message>
    <message>
        <source>Give this saga back</source>
        <translation>이 사가 내려놓기</translation>
    </message>
    <message>
        <source>Take this saga over from %1</source>
        <translation>%1 님에게서 이 사가 넘겨받기</translation>
    </message>
    <message>
        <source>a change is under way</source>
        <translation>변경이 진행 중입니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::Command</name>
    <message>
        <source>Go to</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>On this page</source>
        <translation>이 페이지에서</translation>
    </message>
    <message>
        <source>What is selected</source>
        <translation>선택한 항목</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>창</translation>
    </message>
</context>
<context>
    <name>saga::ui::ComparePanel</name>
    <message>
        <source>Route by route</source>
        <translation>경로별 비교</translation>
    </message>
    <message>
        <source>The routes side by side</source>
        <translation>경로 나란히 비교</translation>
    </message>
    <message>
        <source>Event-driven</source>
        <translation>이벤트 기반</translation>
    </message>
    <message>
        <source>Legacy</source>
        <translation>레거시</translation>
    </message>
    <message>
        <source>before the rollback, %1 – %2</source>
        <translation>롤백 전, %1 – %2</translation>
    </message>
    <message>
        <source>last %1 min</source>
        <translation>최근 %1분</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>결제</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>성공률</translation>
    </message>
    <message>
        <source>Not ended</source>
        <translation>미완료</translation>
    </message>
    <message>
        <source>Stuck now</source>
        <translation>현재 정체</translation>
    </message>
    <message>
        <source>Needs attention now</source>
        <translation>현재 조치 필요</translation>
    </message>
</context>
<context>
    <name>saga::ui::CountsPanel</name>
    <message>
        <source>applied</source>
        <translation>적용됨</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>거부됨</translation>
    </message>
    <message>
        <source>conflicted</source>
        <translation>충돌</translation>
    </message>
    <message>
        <source>unverified</source>
        <translation>미확인</translation>
    </message>
    <message>
        <source>remaining</source>
        <translation>남음</translation>
    </message>
    <message>
        <source>of %1 settled, %2</source>
        <translation>/ %1건 처리, %2</translation>
    </message>
    <message>
        <source>sum %1 = requested</source>
        <translation>합계 %1 = 요청</translation>
    </message>
    <message>
        <source>does not add up: %1 of %2 requested</source>
        <translation>합계가 맞지 않음: 요청 %2건, 합계 %1건</translation>
    </message>
    <message>
        <source>%1 of those applied are in trouble again</source>
        <translation>적용된 것 중 %1건은 다시 문제 발생</translation>
    </message>
    <message>
        <source>%1 of those remaining are on their way</source>
        <translation>남은 것 중 %1건은 진행 중</translation>
    </message>
</context>
<context>
    <name>saga::ui::DeliveriesView</name>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>All have arrived, read %1.</source>
        <translation>모두 도착했습니다, %1에 읽음.</translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 have not arrived, read %2.</source>
        <translation>
            <numerusform>%1건 중 %n건이 도착하지 않았습니다, %2에 읽음.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::Delivery</name>
    <message>
        <source>taken %1</source>
        <translation>%1에 받음</translation>
    </message>
    <message>
        <source>not tried yet</source>
        <translation>아직 시도하지 않음</translation>
    </message>
    <message>
        <source>breaker open</source>
        <translation>차단기 열림</translation>
    </message>
    <message>
        <source>no address</source>
        <translation>주소 없음</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>tried again</source>
        <translation>다시 시도 중</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>전송됨</translation>
    </message>
    <message>
        <source>dead letter</source>
        <translation>데드 레터</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>폐기됨</translation>
    </message>
</context>
<context>
    <name>saga::ui::DeliveryCard</name>
    <message>
        <source>nothing, it has arrived</source>
        <translation>없음, 도착했습니다</translation>
    </message>
    <message>
        <source>nothing, until a person replays or discards it</source>
        <translation>없음, 사람이 재전송하거나 폐기할 때까지 기다립니다</translation>
    </message>
    <message>
        <source>nothing, unless it is restored</source>
        <translation>없음, 복원할 때까지 기다립니다</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>waits until the breaker of %1 lets one through</source>
        <translation>%1의 차단기가 한 건을 통과시킬 때까지 기다립니다</translation>
    </message>
    <message>
        <source>one delivery finds out whether %1 is back</source>
        <translation>한 건을 보내 %1의 복구 여부를 확인하는 중입니다</translation>
    </message>
    <message>
        <source>waits until a publisher knows where %1 is</source>
        <translation>발행자가 %1의 주소를 알 때까지 기다립니다</translation>
    </message>
    <message>
        <source>waits for a publisher, none has reported for a minute</source>
        <translation>발행자를 기다립니다, 1분 동안 보고한 발행자가 없습니다</translation>
    </message>
    <message>
        <source>tried again, not before %1</source>
        <translation>%1 이후에 다시 시도합니다</translation>
    </message>
    <message>
        <source>sent in its turn</source>
        <translation>차례가 되면 보냅니다</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>전송</translation>
    </message>
    <message>
        <source>Copy the delivery id</source>
        <translation>전송 ID 복사</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>시도</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>응답</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s), last %1</source>
        <translation>
            <numerusform>%n회, 마지막 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>아직 없음</translation>
    </message>
    <message numerus="yes">
        <source>died %n time(s)</source>
        <translation>
            <numerusform>데드 레터 %n회</numerusform>
        </translation>
    </message>
    <message>
        <source>taken %1</source>
        <translation>%1에 받음</translation>
    </message>
</context>
<context>
    <name>saga::ui::DeliveryModel</name>
    <message>
        <source>Event</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>시도</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>응답</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>전송</translation>
    </message>
</context>
<context>
    <name>saga::ui::DeliveryTable</name>
    <message>
        <source>Deliveries of this saga to targets outside</source>
        <translation>이 사가의 외부 대상 전송</translation>
    </message>
</context>
<context>
    <name>saga::ui::DetailHeader</name>
    <message>
        <source>Retry…</source>
        <translation>재시도…</translation>
    </message>
    <message>
        <source>Compensate…</source>
        <translation>보상…</translation>
    </message>
    <message>
        <source>Copy the saga id</source>
        <translation>사가 ID 복사</translation>
    </message>
    <message>
        <source>Close the detail</source>
        <translation>상세 닫기</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>주문</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>금액</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>추적</translation>
    </message>
    <message>
        <source>User</source>
        <translation>사용자</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>%1, epoch %2</source>
        <translation>%1, 에포크 %2</translation>
    </message>
    <message>
        <source>Both refused: %1</source>
        <translation>둘 다 거부됨: %1</translation>
    </message>
    <message>
        <source>Retry: refused, %1</source>
        <translation>재시도: 거부됨, %1</translation>
    </message>
    <message>
        <source>Compensate: refused, %1</source>
        <translation>보상: 거부됨, %1</translation>
    </message>
    <message>
        <source>Previous saga of the list (Alt+Up)</source>
        <translation>목록의 이전 사가 (Alt+Up)</translation>
    </message>
    <message>
        <source>Next saga of the list (Alt+Down)</source>
        <translation>목록의 다음 사가 (Alt+Down)</translation>
    </message>
</context>
<context>
    <name>saga::ui::DetailPanel</name>
    <message>
        <source>What retry would do</source>
        <translation>재시도하면</translation>
    </message>
    <message>
        <source>What compensation would do</source>
        <translation>보상하면</translation>
    </message>
    <message>
        <source>What an action would do</source>
        <translation>작업의 예상 결과</translation>
    </message>
    <message>
        <source>This saga could not be read</source>
        <translation>이 사가를 읽지 못했습니다</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>읽는 중</translation>
    </message>
    <message>
        <source>No saga selected</source>
        <translation>선택한 사가 없음</translation>
    </message>
    <message>
        <source>Click a row, or press an arrow key in the table, to see its steps and what can be done.</source>
        <translation>행을 클릭하거나 표에서 화살표 키를 누르면 단계와 가능한 작업이 보입니다.</translation>
    </message>
    <message>
        <source>One action has an unknown outcome</source>
        <translation>작업 하나의 결과를 알 수 없습니다</translation>
    </message>
    <message>
        <source>%1 was sent, its answer was lost. It is read back first; the button stays closed until then.</source>
        <translation>%1 요청을 보냈으나 응답을 잃었습니다. 먼저 다시 읽어 확인하며, 그때까지 버튼은 닫혀 있습니다.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>%1: settled</source>
        <translation>%1: 처리 끝</translation>
    </message>
    <message>
        <source>%1 is under way</source>
        <translation>%1 진행 중</translation>
    </message>
    <message>
        <source>Resolved by hand: %1</source>
        <translation>수동으로 종결됨: %1</translation>
    </message>
    <message>
        <source>read at version %1, %2 ago</source>
        <translation>버전 %1 기준, %2 전에 읽음</translation>
    </message>
</context>
<context>
    <name>saga::ui::DetailTabs</name>
    <message>
        <source>Entries of this saga in the streams</source>
        <translation>스트림에 있는 이 사가의 항목</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>스트림</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Stored events of this saga</source>
        <translation>이 사가의 저장된 이벤트</translation>
    </message>
    <message>
        <source>Aggregate</source>
        <translation>애그리거트</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>번호</translation>
    </message>
    <message>
        <source>More about this saga and the chosen attempt</source>
        <translation>이 사가와 선택한 시도에 대한 자세한 내용</translation>
    </message>
    <message>
        <source>What people did to this saga</source>
        <translation>이 사가에 사람이 한 작업</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Diff</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>스트림</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>작업 기록</translation>
    </message>
    <message>
        <source>%1, attempt %2</source>
        <translation>%1, 시도 %2</translation>
    </message>
    <message>
        <source>%1, compensation %2</source>
        <translation>%1, 보상 %2</translation>
    </message>
    <message>
        <source>No step has begun</source>
        <translation>시작된 단계 없음</translation>
    </message>
    <message>
        <source>Payloads appear with the first attempt.</source>
        <translation>첫 시도와 함께 페이로드가 나타납니다.</translation>
    </message>
    <message>
        <source>No input</source>
        <translation>입력 없음</translation>
    </message>
    <message>
        <source>This attempt was asked without a payload.</source>
        <translation>이 시도는 페이로드 없이 요청되었습니다.</translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation>아직 결과 없음</translation>
    </message>
    <message>
        <source>No output</source>
        <translation>출력 없음</translation>
    </message>
    <message>
        <source>The attempt has begun and not reported back.</source>
        <translation>시도가 시작되었으나 아직 응답이 없습니다.</translation>
    </message>
    <message>
        <source>This attempt returned nothing.</source>
        <translation>이 시도는 아무것도 반환하지 않았습니다.</translation>
    </message>
    <message>
        <source>No error</source>
        <translation>오류 없음</translation>
    </message>
    <message>
        <source>This attempt reported none.</source>
        <translation>이 시도는 오류를 보고하지 않았습니다.</translation>
    </message>
    <message>
        <source>Redis cannot be reached</source>
        <translation>Redis에 연결할 수 없습니다</translation>
    </message>
    <message>
        <source>The streams could not be read</source>
        <translation>스트림을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Reading the streams</source>
        <translation>스트림을 읽는 중</translation>
    </message>
    <message>
        <source>%1 s around each of its times, %2 to %3, in %4 streams: %5 entries read, by Redis’ clock.</source>
        <translation>사가의 각 시각 앞뒤 %1초, %2 – %3, 스트림 %4개에서 항목 %5개를 읽음 (Redis 시계 기준).</translation>
    </message>
    <message>
        <source>The search stopped at %1; what came later was not looked at.</source>
        <translation>%1에서 검색을 멈췄으며, 그 이후는 확인하지 않았습니다.</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>이어서 읽기</translation>
    </message>
    <message>
        <source>Look wider</source>
        <translation>더 넓게 찾기</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>No entry of this saga</source>
        <translation>이 사가의 항목이 없습니다</translation>
    </message>
    <message>
        <source>Streams are trimmed once every group has read them, so old entries are gone.</source>
        <translation>스트림은 모든 그룹이 읽고 나면 정리되므로 오래된 항목은 남아 있지 않습니다.</translation>
    </message>
    <message>
        <source>The events could not be read</source>
        <translation>이벤트를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Reading the event stores</source>
        <translation>이벤트 저장소를 읽는 중</translation>
    </message>
    <message>
        <source>Events of its order, reservation, payment and account, read %1.</source>
        <translation>주문, 예약, 결제, 계정의 이벤트, %1에 읽음.</translation>
    </message>
    <message>
        <source>Not looked at: %1, in another database or closed to this role.</source>
        <translation>확인하지 않음: %1 (다른 데이터베이스에 있거나 이 역할에 닫혀 있음).</translation>
    </message>
    <message>
        <source>Of %1 only the newest events were searched.</source>
        <translation>%1은(는) 최신 이벤트만 검색했습니다.</translation>
    </message>
    <message>
        <source>No stored event</source>
        <translation>저장된 이벤트가 없습니다</translation>
    </message>
    <message>
        <source>Its order has no event in the stores that were read.</source>
        <translation>읽은 저장소에 이 주문의 이벤트가 없습니다.</translation>
    </message>
    <message>
        <source>No one has acted on this saga</source>
        <translation>이 사가에 대한 작업이 없습니다</translation>
    </message>
    <message>
        <source>Requests and what was observed after them appear here.</source>
        <translation>요청과 그 뒤에 확인된 결과가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>External</source>
        <translation>외부</translation>
    </message>
    <message>
        <source>The deliveries could not be read</source>
        <translation>전송을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Reading the deliveries</source>
        <translation>전송을 읽는 중</translation>
    </message>
    <message>
        <source>No delivery to the outside</source>
        <translation>외부 전송이 없습니다</translation>
    </message>
    <message>
        <source>Targets outside hear of a payment once it is made. What was sent is kept for some days.</source>
        <translation>외부 대상은 결제가 이루어지면 이벤트를 받습니다. 전송된 것은 며칠 동안 보관됩니다.</translation>
    </message>
</context>
<context>
    <name>saga::ui::DiffModel</name>
    <message>
        <source>Change</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>+ added</source>
        <translation>+ 추가</translation>
    </message>
    <message>
        <source>− removed</source>
        <translation>− 삭제</translation>
    </message>
    <message>
        <source>~ changed</source>
        <translation>~ 변경</translation>
    </message>
</context>
<context>
    <name>saga::ui::DiffView</name>
    <message>
        <source>Differences between input and output</source>
        <translation>입력과 출력의 차이</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>비교 중</translation>
    </message>
    <message>
        <source>Both payloads are read in whole first.</source>
        <translation>먼저 두 페이로드를 모두 읽습니다.</translation>
    </message>
    <message>
        <source>The payloads could not be read</source>
        <translation>페이로드를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>No step has begun</source>
        <translation>시작된 단계 없음</translation>
    </message>
    <message>
        <source>Payloads appear with the first attempt.</source>
        <translation>첫 시도와 함께 페이로드가 나타납니다.</translation>
    </message>
    <message>
        <source>Nothing to compare</source>
        <translation>비교할 내용이 없습니다</translation>
    </message>
    <message>
        <source>This attempt was asked without a payload.</source>
        <translation>이 시도는 페이로드 없이 요청되었습니다.</translation>
    </message>
    <message>
        <source>This attempt has returned nothing.</source>
        <translation>이 시도는 아무것도 반환하지 않았습니다.</translation>
    </message>
    <message>
        <source>The input is not JSON. It is shown as text in its own tab.</source>
        <translation>입력이 JSON이 아닙니다. 입력 탭에 텍스트로 표시됩니다.</translation>
    </message>
    <message>
        <source>The output is not JSON. It is shown as text in its own tab.</source>
        <translation>출력이 JSON이 아닙니다. 출력 탭에 텍스트로 표시됩니다.</translation>
    </message>
    <message>
        <source>%1 differ, %2 are the same</source>
        <translation>다름 %1, 같음 %2</translation>
    </message>
    <message>
        <source>No difference</source>
        <translation>차이가 없습니다</translation>
    </message>
    <message>
        <source>Output and input say the same.</source>
        <translation>출력과 입력의 내용이 같습니다.</translation>
    </message>
</context>
<context>
    <name>saga::ui::DrainChart</name>
    <message>
        <source>Sagas in flight since the rollback</source>
        <translation>롤백 이후 진행 중인 사가</translation>
    </message>
    <message>
        <source>%1 at %2, %3 at %4</source>
        <translation>%2에 %1건, %4에 %3건</translation>
    </message>
    <message>
        <source>sagas</source>
        <translation>사가</translation>
    </message>
    <message>
        <source>the curve begins with the next readings</source>
        <translation>다음 측정부터 곡선이 그려집니다</translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) a person</source>
        <translation>
            <numerusform>%n건 사람 대기</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation>지금</translation>
    </message>
</context>
<context>
    <name>saga::ui::EntryModel</name>
    <message>
        <source>Time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>읽을 수 없음</translation>
    </message>
</context>
<context>
    <name>saga::ui::Environment</name>
    <message>
        <source>PRODUCTION</source>
        <translation>운영 환경</translation>
    </message>
    <message>
        <source>STAGING</source>
        <translation>스테이징</translation>
    </message>
    <message>
        <source>LOCAL</source>
        <translation>로컬</translation>
    </message>
</context>
<context>
    <name>saga::ui::EnvironmentBand</name>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>Watching only, the contract is not installed</source>
        <translation>보기 전용, 계약이 설치되지 않음</translation>
    </message>
    <message>
        <source>May retry and compensate</source>
        <translation>재시도·보상 가능</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>읽기 전용</translation>
    </message>
    <message>
        <source>EVENT-DRIVEN %1 %</source>
        <translation>이벤트 기반 %1 %</translation>
    </message>
    <message>
        <source>route</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>rollback engaged</source>
        <translation>롤백 발동됨</translation>
    </message>
    <message>
        <source>May approve what others ask for</source>
        <translation>다른 사람의 요청 승인 가능</translation>
    </message>
    <message>
        <source>May write, in part</source>
        <translation>일부 쓰기 가능</translation>
    </message>
</context>
<context>
    <name>saga::ui::ExplainPanel</name>
    <message>
        <source>VIP</source>
        <translation>VIP</translation>
    </message>
    <message>
        <source>Why does a user take a route?</source>
        <translation>사용자의 경로 이유</translation>
    </message>
    <message>
        <source>user id</source>
        <translation>사용자 ID</translation>
    </message>
    <message>
        <source>User id</source>
        <translation>사용자 ID</translation>
    </message>
    <message>
        <source>Users asked about</source>
        <translation>조회한 사용자</translation>
    </message>
    <message>
        <source>User</source>
        <translation>사용자</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>지금</translation>
    </message>
    <message>
        <source>Without the rollback</source>
        <translation>롤백이 없다면</translation>
    </message>
    <message>
        <source>the toggles are not known yet</source>
        <translation>토글을 아직 알 수 없습니다</translation>
    </message>
    <message>
        <source>type an id; Enter keeps it below</source>
        <translation>ID를 입력하세요. Enter로 아래에 남깁니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::FilterChips</name>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
</context>
<context>
    <name>saga::ui::FlightFigure</name>
    <message>
        <source>Sagas still in flight: %1</source>
        <translation>아직 진행 중인 사가: %1</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>finishing %1, undoing %2, stuck %3, waiting for a person %4</source>
        <translation>마무리 %1, 되돌림 %2, 정체 %3, 사람 대기 %4</translation>
    </message>
    <message>
        <source>Time to safe: %1 %2</source>
        <translation>안전까지: %1 %2</translation>
    </message>
    <message>
        <source>Event-driven sagas still in flight</source>
        <translation>아직 진행 중인 이벤트 기반 사가</translation>
    </message>
    <message>
        <source>Time to safe</source>
        <translation>안전까지 걸린 시간</translation>
    </message>
    <message>
        <source>finishing</source>
        <translation>마무리</translation>
    </message>
    <message>
        <source>undoing</source>
        <translation>되돌림</translation>
    </message>
    <message>
        <source>stuck</source>
        <translation>정체</translation>
    </message>
    <message>
        <source>a person</source>
        <translation>사람 대기</translation>
    </message>
</context>
<context>
    <name>saga::ui::Format</name>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1시간</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1일</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1ms</translation>
    </message>
    <message>
        <source>&lt; %1 ms</source>
        <translation>&lt; %1 ms</translation>
    </message>
</context>
<context>
    <name>saga::ui::Freshness</name>
    <message>
        <source>connecting</source>
        <translation>연결 중</translation>
    </message>
    <message>
        <source>lost %1</source>
        <translation>%1에 끊김</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>끊김</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 전</translation>
    </message>
    <message>
        <source>%1 behind</source>
        <translation>%1 지연</translation>
    </message>
</context>
<context>
    <name>saga::ui::GanttChart</name>
    <message>
        <source>undone</source>
        <translation>되돌림</translation>
    </message>
    <message>
        <source>running</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>undoing</source>
        <translation>되돌리는 중</translation>
    </message>
    <message>
        <source>compensation %1 %2 after %3, took %4</source>
        <translation>보상 %1 %2, %3 후 시작, %4 걸림</translation>
    </message>
    <message>
        <source>attempt %1 %2 after %3, took %4</source>
        <translation>시도 %1 %2, %3 후 시작, %4 걸림</translation>
    </message>
    <message>
        <source>, %1 over its limit of %2</source>
        <translation>, 제한 %2보다 %1 초과</translation>
    </message>
    <message>
        <source>, limit %1</source>
        <translation>, 제한 %1</translation>
    </message>
    <message>
        <source>parked, waiting for a person</source>
        <translation>보류됨, 사람을 기다리는 중</translation>
    </message>
</context>
<context>
    <name>saga::ui::GanttView</name>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>Steps over time</source>
        <translation>시간에 따른 단계</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>%1에 끝남</translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>현재 %1</translation>
    </message>
    <message>
        <source>parked, waiting for a person</source>
        <translation>보류, 담당자 대기</translation>
    </message>
    <message>
        <source>parked</source>
        <translation>보류</translation>
    </message>
</context>
<context>
    <name>saga::ui::GatewayModel</name>
    <message>
        <source>Instance</source>
        <translation>인스턴스</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>Obeys after</source>
        <translation>반영 시간</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>하트비트</translation>
    </message>
    <message>
        <source>Event-dr.</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>Payments a second that it sends the event-driven way</source>
        <translation>이벤트 기반 경로로 보내는 초당 결제</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>응답 없음</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>아직</translation>
    </message>
    <message>
        <source>reads no toggles</source>
        <translation>토글 못 읽음</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/초</translation>
    </message>
</context>
<context>
    <name>saga::ui::GatewayPanel</name>
    <message>
        <source>Gateway instances</source>
        <translation>게이트웨이 인스턴스</translation>
    </message>
    <message>
        <source>%1 of %2 obey the rollback</source>
        <translation>%2개 중 %1개가 롤백을 따름</translation>
    </message>
    <message>
        <source>%1 of %2 on %3</source>
        <translation>%2개 중 %1개가 %3</translation>
    </message>
    <message>
        <source>by Redis</source>
        <translation>Redis 기준</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 전</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>확인 중</translation>
    </message>
    <message>
        <source>The gateways&apos; reports are read.</source>
        <translation>게이트웨이 보고를 읽습니다.</translation>
    </message>
    <message>
        <source>No gateway has reported within the last hour</source>
        <translation>지난 1시간 동안 보고한 게이트웨이가 없습니다</translation>
    </message>
    <message>
        <source>A gateway that runs reports every second, in PostgreSQL and in Redis.</source>
        <translation>실행 중인 게이트웨이는 PostgreSQL과 Redis에 매초 보고합니다.</translation>
    </message>
    <message>
        <source>The database refuses every event-driven saga that it would start</source>
        <translation>이 인스턴스가 시작하려는 이벤트 기반 사가는 데이터베이스가 모두 거부합니다</translation>
    </message>
    <message>
        <source>It keeps the version that it has until it reads the toggles again</source>
        <translation>토글을 다시 읽을 때까지 지금 버전을 유지합니다</translation>
    </message>
    <message>
        <source>%1 does not obey the rollback yet</source>
        <translation>%1: 아직 롤백을 따르지 않습니다</translation>
    </message>
    <message>
        <source>%1 has not taken up %2 yet</source>
        <translation>%1: 아직 %2을(를) 반영하지 않았습니다</translation>
    </message>
    <message>
        <source>%1 has been silent for %2</source>
        <translation>%1: %2 동안 응답이 없습니다</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>응답 없음</translation>
    </message>
    <message>
        <source>is asked</source>
        <translation>확인 중</translation>
    </message>
    <message>
        <source>says engaged</source>
        <translation>실행됨</translation>
    </message>
    <message>
        <source>says released</source>
        <translation>해제됨</translation>
    </message>
    <message>
        <source>PostgreSQL %1</source>
        <translation>PostgreSQL %1</translation>
    </message>
    <message>
        <source>Redis %1</source>
        <translation>Redis %1</translation>
    </message>
    <message>
        <source>the system has no Redis</source>
        <translation>이 시스템에는 Redis가 없습니다</translation>
    </message>
    <message>
        <source>Drill…</source>
        <translation>훈련…</translation>
    </message>
    <message>
        <source>Start the drill</source>
        <translation>훈련 시작</translation>
    </message>
    <message>
        <source>Rehearse the rollback: how long until every gateway would obey. Nothing is switched</source>
        <translation>롤백 연습: 모든 게이트웨이가 따르기까지 걸리는 시간. 아무것도 전환되지 않습니다</translation>
    </message>
    <message>
        <source>Drill: waiting for the gateways</source>
        <translation>훈련: 게이트웨이를 기다리는 중</translation>
    </message>
    <message>
        <source>Drill at %1: safe after %2, %3 of %3</source>
        <translation>훈련 %1: %2 후 안전, %3개 중 %3개</translation>
    </message>
    <message>
        <source>Drill at %1: no gateway runs</source>
        <translation>훈련 %1: 실행 중인 게이트웨이 없음</translation>
    </message>
    <message>
        <source>Drill at %1: %2 did not confirm</source>
        <translation>훈련 %1: %2 미확인</translation>
    </message>
    <message>
        <source>Drill at %1: not done, %2</source>
        <translation>훈련 %1: 실행되지 않음, %2</translation>
    </message>
    <message>
        <source>Drill at %1: the outcome is unknown, nothing was switched</source>
        <translation>훈련 %1: 결과를 알 수 없음, 전환된 것은 없음</translation>
    </message>
</context>
<context>
    <name>saga::ui::GatewayView</name>
    <message>
        <source>Gateway instances</source>
        <translation>게이트웨이 인스턴스</translation>
    </message>
</context>
<context>
    <name>saga::ui::GroupModel</name>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Error, normalised</source>
        <translation>정규화한 오류</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>건수</translation>
    </message>
    <message>
        <source>At risk</source>
        <translation>위험 금액</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>최근 1시간</translation>
    </message>
    <message>
        <source>First</source>
        <translation>최초</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>최근</translation>
    </message>
    <message>
        <source>%1 in the last hour</source>
        <translation>최근 1시간 %1건</translation>
    </message>
</context>
<context>
    <name>saga::ui::GroupView</name>
    <message>
        <source>Groups of sagas in trouble</source>
        <translation>문제가 있는 사가 그룹</translation>
    </message>
</context>
<context>
    <name>saga::ui::History</name>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Took the saga</source>
        <translation>사가를 맡음</translation>
    </message>
    <message>
        <source>Gave the saga back</source>
        <translation>사가를 내려놓음</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>환불</translation>
    </message>
    <message>
        <source>applied after %1</source>
        <translation>%1 후 적용됨</translation>
    </message>
    <message>
        <source>refused: %1</source>
        <translation>거부됨: %1</translation>
    </message>
    <message>
        <source>waits for the orchestrator</source>
        <translation>오케스트레이터를 기다리는 중</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>접수됨</translation>
    </message>
    <message>
        <source>done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>too late: %1</source>
        <translation>늦음: %1</translation>
    </message>
    <message>
        <source>%1, observed</source>
        <translation>%1, 확인됨</translation>
    </message>
    <message>
        <source>Set a toggle</source>
        <translation>토글 변경</translation>
    </message>
    <message>
        <source>Emergency rollback</source>
        <translation>긴급 롤백</translation>
    </message>
    <message>
        <source>Released the rollback</source>
        <translation>롤백 해제</translation>
    </message>
    <message>
        <source>Paused the job</source>
        <translation>작업 일시 중지</translation>
    </message>
    <message>
        <source>Resumed the job</source>
        <translation>작업 재개</translation>
    </message>
    <message>
        <source>Cancelled the job</source>
        <translation>작업 취소</translation>
    </message>
    <message>
        <source>The job finished</source>
        <translation>작업 완료</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>재전송</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>폐기</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>복원</translation>
    </message>
    <message>
        <source>Revealed</source>
        <translation>원문 열람</translation>
    </message>
    <message>
        <source>Drill of the rollback</source>
        <translation>롤백 훈련</translation>
    </message>
    <message>
        <source>Asked for a second person</source>
        <translation>두 번째 사람 요청</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>승인</translation>
    </message>
    <message>
        <source>Refused as second person</source>
        <translation>두 번째 사람이 거절</translation>
    </message>
    <message>
        <source>Withdrew the question</source>
        <translation>요청 철회</translation>
    </message>
    <message>
        <source>The approval ran out</source>
        <translation>승인 기한 만료</translation>
    </message>
    <message>
        <source>Changed a limit</source>
        <translation>한도 변경</translation>
    </message>
</context>
<context>
    <name>saga::ui::HistoryModel</name>
    <message>
        <source>Time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>누가</translation>
    </message>
    <message>
        <source>What</source>
        <translation>무엇을</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Why, or result</source>
        <translation>사유 또는 결과</translation>
    </message>
</context>
<context>
    <name>saga::ui::HistoryOfToggles</name>
    <message>
        <source>Ver.</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>누가</translation>
    </message>
</context>
<context>
    <name>saga::ui::HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>변경 이력</translation>
    </message>
    <message>
        <source>the newest %1</source>
        <translation>최근 %1건</translation>
    </message>
    <message>
        <source>Choose a line to revert it</source>
        <translation>되돌릴 줄을 고르세요</translation>
    </message>
    <message>
        <source>A rollback is released, not reverted</source>
        <translation>롤백은 되돌리지 않고 해제합니다</translation>
    </message>
    <message>
        <source>Revert…</source>
        <translation>되돌리기…</translation>
    </message>
    <message>
        <source>Back to %1 %…</source>
        <translation>%1 %로 되돌리기…</translation>
    </message>
    <message>
        <source>Back to on…</source>
        <translation>켬으로 되돌리기…</translation>
    </message>
    <message>
        <source>Back to off…</source>
        <translation>끔으로 되돌리기…</translation>
    </message>
    <message>
        <source>what it was before is not known</source>
        <translation>이전 값을 알 수 없습니다</translation>
    </message>
    <message>
        <source>it is so now</source>
        <translation>지금 이미 그렇습니다</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
</context>
<context>
    <name>saga::ui::HistoryView</name>
    <message>
        <source>History of the toggles</source>
        <translation>토글 변경 이력</translation>
    </message>
</context>
<context>
    <name>saga::ui::ItemModel</name>
    <message>
        <source>No.</source>
        <translation>번호</translation>
    </message>
    <message>
        <source>Saga</source>
        <translation>사가</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>사유</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
</context>
<context>
    <name>saga::ui::ItemView</name>
    <message>
        <source>Outcome of each saga</source>
        <translation>사가별 결과</translation>
    </message>
</context>
<context>
    <name>saga::ui::JobListModel</name>
    <message>
        <source>%1 by %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>saga::ui::JobListView</name>
    <message>
        <source>Running and recent jobs</source>
        <translation>실행 중인 작업과 최근 작업</translation>
    </message>
</context>
<context>
    <name>saga::ui::JobPanel</name>
    <message>
        <source>Outcomes</source>
        <translation>결과 내보내기</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Write the outcome of each saga into a file</source>
        <translation>사가별 결과를 파일로 저장</translation>
    </message>
    <message>
        <source>This role may not read jobs</source>
        <translation>이 역할은 작업을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Jobs could not be read</source>
        <translation>작업을 읽지 못했습니다</translation>
    </message>
    <message>
        <source>Reading jobs</source>
        <translation>작업 읽는 중</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>아직 작업이 없습니다</translation>
    </message>
    <message>
        <source>No job is chosen</source>
        <translation>선택한 작업이 없습니다</translation>
    </message>
    <message>
        <source>A bulk action on the Sagas page, or by sagactl, becomes a job and appears here.</source>
        <translation>사가 페이지나 sagactl의 일괄 작업이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Stop export</source>
        <translation>내보내기 중지</translation>
    </message>
    <message>
        <source>exported %1</source>
        <translation>%1건 내보냄</translation>
    </message>
    <message>
        <source>The export ended: %1</source>
        <translation>내보내기가 중단됨: %1</translation>
    </message>
    <message>
        <source>%1 rows written to %2</source>
        <translation>%1행을 %2에 저장함</translation>
    </message>
    <message>
        <source>started %1 by %2</source>
        <translation>%1 시작, %2</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>runs in payment-sagad, closing this window stops nothing</source>
        <translation>payment-sagad에서 실행되며 창을 닫아도 멈추지 않습니다</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
    <message>
        <source>%1 left at this rate</source>
        <translation>이 속도로 %1 남음</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>초당 %1건</translation>
    </message>
    <message>
        <source>Rate %1, at most %2/s</source>
        <translation>속도 %1, 최대 초당 %2건</translation>
    </message>
    <message>
        <source>Rate %1, without a limit</source>
        <translation>속도 %1, 제한 없음</translation>
    </message>
    <message>
        <source>✓ %1</source>
        <translation>✓ %1</translation>
    </message>
    <message>
        <source>▸ %1</source>
        <translation>▸ %1</translation>
    </message>
    <message>
        <source>The ramp stands at %1</source>
        <translation>현재 단계 %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Breaker pauses above %1 % in trouble again or unverified, now %2</source>
        <translation>다시 문제가 생기거나 미확인인 비율이 %1 %를 넘으면 차단기가 멈춤, 현재 %2</translation>
    </message>
    <message>
        <source>the breaker</source>
        <translation>차단기</translation>
    </message>
    <message>
        <source>%1 at %2, by %3: %4</source>
        <translation>%2 %1, %3: %4</translation>
    </message>
    <message>
        <source>%1: waiting for the database</source>
        <translation>%1: 데이터베이스 응답 대기</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1: 완료</translation>
    </message>
    <message>
        <source>%1: refused, nothing was changed</source>
        <translation>%1: 거부됨, 아무것도 바뀌지 않았습니다</translation>
    </message>
    <message>
        <source>Someone acted first, nothing was changed</source>
        <translation>다른 사람이 먼저 작업하여 아무것도 바뀌지 않았습니다</translation>
    </message>
    <message>
        <source>%1: the outcome is unknown</source>
        <translation>%1: 결과를 알 수 없습니다</translation>
    </message>
    <message>
        <source>It is read back first; the buttons stay closed until then</source>
        <translation>먼저 다시 읽어 확인하며, 그때까지 버튼은 닫혀 있습니다</translation>
    </message>
    <message>
        <source>%1: it did not happen</source>
        <translation>%1: 실행되지 않았습니다</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV 내보내기</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV 파일 (*.csv)</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>More than one person may do alone. The %1 sagas below are frozen, set %2. It waits for someone else with the role saga_approver until %3, for %4 more.</source>
        <translation>한 사람이 혼자 할 수 있는 수를 넘습니다. 아래 사가 %1건은 고정되어 있습니다(집합 %2). saga_approver 역할을 가진 다른 사람을 %3까지, 앞으로 %4 동안 기다립니다.</translation>
    </message>
    <message>
        <source>Approved at %1 by %2: %3</source>
        <translation>%1에 %2 님이 승인: %3</translation>
    </message>
    <message>
        <source>Refused at %1 by %2: %3</source>
        <translation>%1에 %2 님이 거절: %3</translation>
    </message>
    <message>
        <source>Nobody approved it until %1.</source>
        <translation>%1까지 아무도 승인하지 않았습니다.</translation>
    </message>
    <message>
        <source>This job is not kept any more</source>
        <translation>이 작업은 더 이상 보관되어 있지 않습니다</translation>
    </message>
    <message>
        <source>Jobs that ended long ago are put away. The journal says what was done.</source>
        <translation>오래전에 끝난 작업은 정리됩니다. 무엇을 했는지는 저널에 남아 있습니다.</translation>
    </message>
    <message>
        <source>These have changed; they stay as they are while one is chosen or pointed at (Esc lets go)</source>
        <translation>그동안 내용이 바뀌었습니다. 행을 선택했거나 가리키는 동안에는 그대로 둡니다(Esc로 해제)</translation>
    </message>
    <message>
        <source>It held until %1: before the job goes on, it has to be asked for again.</source>
        <translation>승인은 %1까지 유효했습니다. 작업을 계속하려면 다시 요청해야 합니다.</translation>
    </message>
</context>
<context>
    <name>saga::ui::JobWords</name>
    <message>
        <source>running</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>paused by the breaker</source>
        <translation>차단기가 일시 중지함</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>일시 중지됨</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>a status that is not known here</source>
        <translation>알 수 없는 상태</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>요청됨</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>적용됨</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>거부됨</translation>
    </message>
    <message>
        <source>conflicted</source>
        <translation>충돌</translation>
    </message>
    <message>
        <source>unverified</source>
        <translation>미확인</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>applied, %1 again</source>
        <translation>적용됨, 다시 %1</translation>
    </message>
    <message>
        <source>Retry 1 saga</source>
        <translation>사가 1건 재시도</translation>
    </message>
    <message>
        <source>Retry %1 sagas</source>
        <translation>사가 %1건 재시도</translation>
    </message>
    <message>
        <source>Compensate 1 saga</source>
        <translation>사가 1건 보상</translation>
    </message>
    <message>
        <source>Compensate %1 sagas</source>
        <translation>사가 %1건 보상</translation>
    </message>
    <message>
        <source>Resolve 1 saga</source>
        <translation>사가 1건 수동 종결</translation>
    </message>
    <message>
        <source>Resolve %1 sagas</source>
        <translation>사가 %1건 수동 종결</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 중지</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>재개</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>작업 취소</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>waits for a second person</source>
        <translation>두 번째 사람을 기다림</translation>
    </message>
    <message>
        <source>refused by the second person</source>
        <translation>두 번째 사람이 거절함</translation>
    </message>
    <message>
        <source>not approved in time</source>
        <translation>제때 승인되지 않음</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>승인</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>거절</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>다시 요청</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>saga::ui::JobsButton</name>
    <message>
        <source>Running and recent jobs (Ctrl+J)</source>
        <translation>실행 중인 작업과 최근 작업 (Ctrl+J)</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>일괄 작업</translation>
    </message>
    <message>
        <source>Jobs %1</source>
        <translation>일괄 작업 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 jobs</source>
        <translation>일괄 작업 %1개</translation>
    </message>
    <message>
        <source>%1, %2 settled</source>
        <translation>%1, %2 처리됨</translation>
    </message>
</context>
<context>
    <name>saga::ui::JobsController</name>
    <message>
        <source>no job is chosen</source>
        <translation>선택한 작업이 없습니다</translation>
    </message>
    <message>
        <source>PostgreSQL is lost</source>
        <translation>PostgreSQL 연결이 끊겼습니다</translation>
    </message>
    <message>
        <source>it is not known yet what this role may do</source>
        <translation>이 역할의 권한을 아직 모릅니다</translation>
    </message>
    <message>
        <source>the outcome of the last change is unknown, it is being read back</source>
        <translation>지난 변경의 결과를 알 수 없어 다시 읽는 중입니다</translation>
    </message>
    <message>
        <source>a change is under way</source>
        <translation>변경이 진행 중입니다</translation>
    </message>
    <message>
        <source>the job has ended</source>
        <translation>이미 끝난 작업입니다</translation>
    </message>
    <message>
        <source>it is paused already</source>
        <translation>이미 일시 중지되었습니다</translation>
    </message>
    <message>
        <source>it is running</source>
        <translation>실행 중입니다</translation>
    </message>
    <message>
        <source>It was read back: it never arrived</source>
        <translation>다시 읽어 보니 도착하지 않았습니다</translation>
    </message>
    <message>
        <source>who asked for it cannot be the second person</source>
        <translation>요청한 사람은 두 번째 사람이 될 수 없습니다</translation>
    </message>
    <message>
        <source>nothing has to be asked again</source>
        <translation>다시 요청할 것이 없습니다</translation>
    </message>
    <message>
        <source>it does not wait for a second person</source>
        <translation>두 번째 사람을 기다리고 있지 않습니다</translation>
    </message>
    <message>
        <source>it waits for a second person</source>
        <translation>두 번째 사람을 기다리고 있습니다</translation>
    </message>
    <message>
        <source>The journal says: %1</source>
        <translation>저널 기록: %1</translation>
    </message>
    <message>
        <source>it was not approved in time, it can be asked for again</source>
        <translation>제때 승인되지 않았습니다. 다시 요청할 수 있습니다</translation>
    </message>
    <message>
        <source>its approval has run out, it can be asked for again</source>
        <translation>승인 기한이 지났습니다. 다시 요청할 수 있습니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::JobsDrawer</name>
    <message>
        <source>Jobs</source>
        <translation>일괄 작업</translation>
    </message>
    <message>
        <source>Close the jobs</source>
        <translation>작업 서랍 닫기</translation>
    </message>
    <message>
        <source>Close the jobs (Ctrl+J)</source>
        <translation>작업 서랍 닫기 (Ctrl+J)</translation>
    </message>
    <message>
        <source>Pause the job, asks for a reason</source>
        <translation>작업 일시 중지(사유 입력)</translation>
    </message>
    <message>
        <source>Resume the job, asks for a reason</source>
        <translation>작업 재개(사유 입력)</translation>
    </message>
    <message>
        <source>Cancel the job, asks for a reason</source>
        <translation>작업 취소(사유 입력)</translation>
    </message>
    <message>
        <source>Open the saga of the line</source>
        <translation>해당 줄의 사가 열기</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>실행 중 %1개</translation>
    </message>
    <message>
        <source>%1 paused</source>
        <translation>일시 중지 %1개</translation>
    </message>
    <message>
        <source>Approve the job as its second person, asks for a reason</source>
        <translation>두 번째 사람으로서 작업 승인, 사유를 묻습니다</translation>
    </message>
    <message>
        <source>Refuse the job as its second person, asks for a reason</source>
        <translation>두 번째 사람으로서 작업 거절, 사유를 묻습니다</translation>
    </message>
    <message>
        <source>Ask again for a second person, asks for a reason</source>
        <translation>두 번째 사람을 다시 요청, 사유를 묻습니다</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>대기 %1개</translation>
    </message>
</context>
<context>
    <name>saga::ui::JournalChips</name>
    <message>
        <source>any time</source>
        <translation>전체 기간</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1시간</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24시간</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7일</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
</context>
<context>
    <name>saga::ui::JournalController</name>
    <message>
        <source>the journal&apos;s chain is broken</source>
        <translation>작업 기록의 체인이 끊어졌습니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::JournalDetail</name>
    <message>
        <source>Nothing was noted before.</source>
        <translation>이전 상태는 기록되지 않았습니다.</translation>
    </message>
    <message>
        <source>Open the saga</source>
        <translation>사가 열기</translation>
    </message>
    <message>
        <source>Only about this</source>
        <translation>이 대상만</translation>
    </message>
    <message>
        <source>About</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>사유</translation>
    </message>
    <message>
        <source>Chained</source>
        <translation>해시 체인</translation>
    </message>
    <message>
        <source>Row %1 of %2 is not there</source>
        <translation>%2 체인의 %1번 행이 없습니다</translation>
    </message>
    <message>
        <source>No row is chosen</source>
        <translation>선택한 행이 없습니다</translation>
    </message>
    <message>
        <source>Choose one to see what was before and after, and how it is chained.</source>
        <translation>행을 선택하면 변경 전후와 해시 체인이 보입니다.</translation>
    </message>
    <message>
        <source>%1 by %2 at %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>%1 after %2</source>
        <translation>%1 (앞 행 %2)</translation>
    </message>
    <message>
        <source>The chain is broken here</source>
        <translation>체인이 여기서 끊어졌습니다</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>변경 전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>변경 후</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>%1만</translation>
    </message>
    <message>
        <source>Open the job</source>
        <translation>작업 열기</translation>
    </message>
</context>
<context>
    <name>saga::ui::JournalModel</name>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>누가</translation>
    </message>
    <message>
        <source>What</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>About</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>사유</translation>
    </message>
</context>
<context>
    <name>saga::ui::JournalPage</name>
    <message>
        <source>who: what: or what it is about</source>
        <translation>who: what: 또는 대상</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV 내보내기</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>작업 기록</translation>
    </message>
    <message>
        <source>area:routing who:kim.sujin what:RETRY on:… within:2h</source>
        <translation>area:routing who:kim.sujin what:RETRY on:… within:2h</translation>
    </message>
    <message>
        <source>Write the rows, as they are filtered, into a file</source>
        <translation>필터된 행을 파일로 저장</translation>
    </message>
    <message>
        <source>Show newer rows</source>
        <translation>새 행 보기</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>Verify the chains</source>
        <translation>체인 검증</translation>
    </message>
    <message>
        <source>PostgreSQL is lost</source>
        <translation>PostgreSQL 연결이 끊겼습니다</translation>
    </message>
    <message>
        <source>it is under way</source>
        <translation>진행 중입니다</translation>
    </message>
    <message>
        <source>Show the first broken row</source>
        <translation>처음 끊어진 행 보기</translation>
    </message>
    <message>
        <source>no broken row is known</source>
        <translation>알려진 끊어진 행이 없습니다</translation>
    </message>
    <message>
        <source>Another row</source>
        <translation>다른 행</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV 파일 (*.csv)</translation>
    </message>
    <message>
        <source>Reading the journal</source>
        <translation>작업 기록 읽는 중</translation>
    </message>
    <message>
        <source>Nothing was done yet</source>
        <translation>아직 작업이 없습니다</translation>
    </message>
    <message>
        <source>Every action of an operator stands here, whoever did it and by whatever program.</source>
        <translation>누가 어떤 프로그램으로 했든 운영자의 모든 작업이 여기에 남습니다.</translation>
    </message>
    <message>
        <source>No row matches</source>
        <translation>일치하는 행이 없습니다</translation>
    </message>
    <message>
        <source>Filtered by %1.</source>
        <translation>필터: %1.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>모두 지우기</translation>
    </message>
    <message>
        <source>This role may not read the journal</source>
        <translation>이 역할은 작업 기록을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>The journal could not be read</source>
        <translation>작업 기록을 읽지 못했습니다</translation>
    </message>
    <message>
        <source>Rows as of %1</source>
        <translation>%1 기준 행</translation>
    </message>
    <message>
        <source>Rows cannot be read now</source>
        <translation>지금은 행을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>they stay until they can be read again</source>
        <translation>다시 읽을 때까지 그대로 둡니다</translation>
    </message>
    <message>
        <source>%1 or more newer</source>
        <translation>새 항목 %1건 이상</translation>
    </message>
    <message numerus="yes">
        <source>%n newer</source>
        <translation>
            <numerusform>새 항목 %n건</numerusform>
        </translation>
    </message>
    <message>
        <source>rows stay where they are until you ask</source>
        <translation>요청하기 전에는 행이 움직이지 않습니다</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>연결 중</translation>
    </message>
    <message>
        <source>Live: new rows come in by themselves</source>
        <translation>실시간: 새 행이 저절로 들어옵니다</translation>
    </message>
    <message>
        <source>last read %1</source>
        <translation>%1에 읽음</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>내보내기 취소</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1행</translation>
    </message>
    <message>
        <source>%1 rows read, more below</source>
        <translation>%1행 읽음, 아래에 더 있음</translation>
    </message>
    <message>
        <source>exported %1</source>
        <translation>%1건 내보냄</translation>
    </message>
    <message>
        <source>The export ended: %1</source>
        <translation>내보내기가 중단됨: %1</translation>
    </message>
    <message>
        <source>%1 rows written to %2</source>
        <translation>%1행을 %2에 저장함</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>최신순</translation>
    </message>
    <message>
        <source>Open the saga or the job that the row is about</source>
        <translation>행과 관련된 사가 또는 작업 열기</translation>
    </message>
</context>
<context>
    <name>saga::ui::JournalView</name>
    <message>
        <source>Rows of the journal</source>
        <translation>작업 기록의 행</translation>
    </message>
</context>
<context>
    <name>saga::ui::JournalWords</name>
    <message>
        <source>sagas</source>
        <translation>사가</translation>
    </message>
    <message>
        <source>routing</source>
        <translation>라우팅</translation>
    </message>
    <message>
        <source>jobs</source>
        <translation>일괄 작업</translation>
    </message>
    <message>
        <source>dead letters</source>
        <translation>데드 레터</translation>
    </message>
    <message>
        <source>%1, observed</source>
        <translation>%1, 확인됨</translation>
    </message>
    <message>
        <source>its content is not what was hashed when it was written</source>
        <translation>내용이 기록 당시의 해시와 다릅니다</translation>
    </message>
    <message>
        <source>it names another row before it than there is</source>
        <translation>앞 행이 이 행에 적힌 것과 다릅니다</translation>
    </message>
    <message>
        <source>the row is not there any more</source>
        <translation>행이 사라졌습니다</translation>
    </message>
    <message>
        <source>the end of the chain was cut off from this row on</source>
        <translation>이 행부터 체인의 끝이 잘려 나갔습니다</translation>
    </message>
    <message>
        <source>it stands behind the end that the database has noted</source>
        <translation>데이터베이스가 적어 둔 끝보다 뒤에 있습니다</translation>
    </message>
    <message>
        <source>its hash is not the one that was kept on this machine</source>
        <translation>해시가 이 컴퓨터에 보관한 것과 다릅니다</translation>
    </message>
    <message>
        <source>approvals</source>
        <translation>승인</translation>
    </message>
</context>
<context>
    <name>saga::ui::KeysPanel</name>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
</context>
<context>
    <name>saga::ui::LockButton</name>
    <message>
        <source>Unlock writing</source>
        <translation>쓰기 잠금 해제</translation>
    </message>
    <message>
        <source>Lock writing</source>
        <translation>쓰기 잠그기</translation>
    </message>
    <message>
        <source>Unlock writing (Ctrl+U). It locks itself again when nobody touches this window for 15 minutes</source>
        <translation>쓰기 잠금 해제(Ctrl+U). 15분 동안 이 창을 아무도 만지지 않으면 다시 잠깁니다</translation>
    </message>
    <message>
        <source>Lock writing (Ctrl+U)</source>
        <translation>쓰기 잠그기(Ctrl+U)</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>읽기 전용</translation>
    </message>
    <message>
        <source>Read-only until unlocked</source>
        <translation>잠금을 해제할 때까지 읽기 전용</translation>
    </message>
    <message>
        <source>Writing unlocked, locks in %1</source>
        <translation>쓰기 가능, %1 후 잠김</translation>
    </message>
</context>
<context>
    <name>saga::ui::Look</name>
    <message>
        <source>Language: as the desktop</source>
        <translation>언어: 데스크톱 설정에 따름</translation>
    </message>
    <message>
        <source>Light or dark: as the desktop</source>
        <translation>밝기: 데스크톱 설정에 따름</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
</context>
<context>
    <name>saga::ui::MainWindow</name>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Open anything</source>
        <translation>무엇이든 열기</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>this page has no filter</source>
        <translation>이 페이지에는 필터가 없습니다</translation>
    </message>
    <message>
        <source>The next part of the page</source>
        <translation>페이지의 다음 부분</translation>
    </message>
    <message>
        <source>Close, or clear the selection</source>
        <translation>닫기 또는 선택 해제</translation>
    </message>
    <message>
        <source>Copy a link to this place</source>
        <translation>이 위치의 링크 복사</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>지금 다시 연결</translation>
    </message>
    <message>
        <source>everything is connected</source>
        <translation>모두 연결되어 있습니다</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>밝게 또는 어둡게</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>이 단축키 목록</translation>
    </message>
    <message>
        <source>This link leads to the profile %1, and this window shows %2</source>
        <translation>이 링크는 프로필 %1의 것이며, 이 창은 %2을(를) 보여 줍니다</translation>
    </message>
    <message>
        <source>A window for it is opened by: saga-console &apos;%1&apos;</source>
        <translation>해당 창은 다음 명령으로 엽니다: saga-console &apos;%1&apos;</translation>
    </message>
    <message>
        <source>This link leads nowhere that this program knows</source>
        <translation>이 프로그램이 아는 위치로 이어지지 않는 링크입니다</translation>
    </message>
    <message>
        <source>Open saga %1</source>
        <translation>사가 %1 열기</translation>
    </message>
    <message>
        <source>Filter sagas by “%1”</source>
        <translation>“%1”(으)로 사가 필터링</translation>
    </message>
    <message>
        <source>Open the link</source>
        <translation>링크 열기</translation>
    </message>
    <message>
        <source>The link leads to the profile %1</source>
        <translation>이 링크는 프로필 %1의 것입니다</translation>
    </message>
    <message>
        <source>this window shows %1</source>
        <translation>이 창은 %1을(를) 보여 줍니다</translation>
    </message>
    <message>
        <source>The link leads nowhere</source>
        <translation>이어지는 곳이 없는 링크입니다</translation>
    </message>
    <message>
        <source>this program knows no such place</source>
        <translation>이 프로그램이 모르는 위치입니다</translation>
    </message>
    <message>
        <source>Unlock or lock writing</source>
        <translation>쓰기 잠금 해제 또는 잠그기</translation>
    </message>
    <message>
        <source>writing is never locked here</source>
        <translation>이곳에서는 쓰기를 잠그지 않습니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::Navigation</name>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>Sagas</source>
        <translation>사가</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>라우팅</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>작업 기록</translation>
    </message>
</context>
<context>
    <name>saga::ui::NavigationItem</name>
    <message>
        <source>%1 need attention</source>
        <translation>조치 필요 %1건</translation>
    </message>
</context>
<context>
    <name>saga::ui::NotesView</name>
    <message>
        <source>Add note</source>
        <translation>메모 추가</translation>
    </message>
    <message>
        <source>Notes on this saga</source>
        <translation>이 사가의 메모</translation>
    </message>
    <message>
        <source>A note for those who come after you; Ctrl+Enter adds it</source>
        <translation>다음 사람을 위한 메모, Ctrl+Enter로 추가</translation>
    </message>
    <message>
        <source>A new note</source>
        <translation>새 메모</translation>
    </message>
    <message>
        <source>a note needs a text</source>
        <translation>메모 내용이 필요합니다</translation>
    </message>
    <message>
        <source>a change is under way</source>
        <translation>변경이 진행 중입니다</translation>
    </message>
    <message>
        <source>a note has at most %1 characters, these are %2</source>
        <translation>메모는 최대 %1자이며 지금은 %2자입니다</translation>
    </message>
    <message>
        <source>Notes are closed: %1</source>
        <translation>메모를 쓸 수 없습니다: %1</translation>
    </message>
    <message>
        <source>The note was added</source>
        <translation>메모를 추가했습니다</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>거부됨: %1</translation>
    </message>
    <message>
        <source>The note was not added: %1</source>
        <translation>메모를 추가하지 못했습니다: %1</translation>
    </message>
    <message>
        <source>The answer was lost. The notes were read again: look whether yours is among them before you add it.</source>
        <translation>응답을 받지 못했습니다. 메모를 다시 읽었으니, 추가하기 전에 이미 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>No notes</source>
        <translation>메모가 없습니다</translation>
    </message>
    <message>
        <source>What you find out about this saga helps whoever comes next.</source>
        <translation>이 사가에 대해 알아낸 것을 남기면 다음 사람에게 도움이 됩니다.</translation>
    </message>
    <message>
        <source>The notes could not be read</source>
        <translation>메모를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>읽는 중</translation>
    </message>
</context>
<context>
    <name>saga::ui::OffscreenTour</name>
    <message>
        <source>The directory %1 cannot be made.</source>
        <translation>디렉터리를 만들 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>%1: waited %2 s for %3</source>
        <translation>%1: %2초 동안 기다림, 대상: %3</translation>
    </message>
    <message>
        <source>%1 cannot be written.</source>
        <translation>%1에 쓸 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>saga::ui::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Needs me now</source>
        <translation>지금 필요한 조치</translation>
    </message>
    <message>
        <source>Payments/s by route</source>
        <translation>경로별 초당 결제</translation>
    </message>
    <message>
        <source>Latest actions</source>
        <translation>최근 작업</translation>
    </message>
    <message numerus="yes">
        <source>%1 sagas in %n group(s)</source>
        <translation>
            <numerusform>사가 %1건 · %n개 그룹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open %n saga(s)</source>
        <translation>
            <numerusform>사가 %n건 열기</numerusform>
        </translation>
    </message>
    <message>
        <source>Click a group, or choose it with the arrow keys and press Enter</source>
        <translation>그룹을 클릭하거나 화살표 키로 고른 뒤 Enter를 누르세요</translation>
    </message>
    <message>
        <source>Open the group, then retry or compensate from there</source>
        <translation>그룹을 연 다음 재시도하거나 보상합니다</translation>
    </message>
    <message>
        <source>event-driven %1</source>
        <translation>이벤트 기반 %1</translation>
    </message>
    <message>
        <source>event-driven</source>
        <translation>이벤트 기반</translation>
    </message>
    <message>
        <source>legacy %1</source>
        <translation>레거시 %1</translation>
    </message>
    <message>
        <source>legacy</source>
        <translation>레거시</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>확인 중</translation>
    </message>
    <message>
        <source>The system is asked how it is.</source>
        <translation>시스템 상태를 묻고 있습니다.</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>이상 없음</translation>
    </message>
    <message>
        <source>No saga is stuck and none needs a person. What goes wrong appears here by itself.</source>
        <translation>정체된 사가도, 조치가 필요한 사가도 없습니다. 문제가 생기면 여기에 저절로 나타납니다.</translation>
    </message>
    <message>
        <source>This role may not read the overview</source>
        <translation>이 역할은 개요를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>%1 The role saga_viewer is needed.</source>
        <translation>%1 saga_viewer 역할이 필요합니다.</translation>
    </message>
    <message>
        <source>The overview could not be read</source>
        <translation>개요를 읽지 못했습니다</translation>
    </message>
    <message>
        <source>Read now</source>
        <translation>지금 읽기</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>%1 기준</translation>
    </message>
    <message>
        <source>PostgreSQL answers slowly</source>
        <translation>PostgreSQL 응답이 느립니다</translation>
    </message>
    <message>
        <source>As of %1, %2 ago</source>
        <translation>%1 기준, %2 전</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계별 현황</translation>
    </message>
    <message>
        <source>the newest %1 attempts, since %2</source>
        <translation>최근 시도 %1회, %2부터</translation>
    </message>
    <message>
        <source>nothing was done in the last 15 minutes</source>
        <translation>최근 15분 동안 시도가 없습니다</translation>
    </message>
    <message>
        <source>reading back</source>
        <translation>과거 읽는 중</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>최근 %1</translation>
    </message>
    <message>
        <source>flow of the last %1, trouble of any age</source>
        <translation>처리량은 최근 %1, 문제는 시점과 무관하게 모두</translation>
    </message>
</context>
<context>
    <name>saga::ui::OverviewTiles</name>
    <message>
        <source>Needs attention</source>
        <translation>조치 필요</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>정체</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>성공률</translation>
    </message>
    <message>
        <source>p95 payment</source>
        <translation>결제 p95</translation>
    </message>
    <message>
        <source>Payments/s</source>
        <translation>초당 결제</translation>
    </message>
    <message>
        <source>Event-driven</source>
        <translation>이벤트 기반</translation>
    </message>
    <message>
        <source>oldest %1</source>
        <translation>가장 오래된 건 %1</translation>
    </message>
    <message>
        <source>%1 at risk</source>
        <translation>위험 금액 %1</translation>
    </message>
    <message>
        <source>At risk: %1. The bars show when these came, over the last hour.</source>
        <translation>위험 금액: %1. 막대는 최근 1시간 동안 언제 생겼는지를 보여 줍니다.</translation>
    </message>
    <message>
        <source>nobody has to act</source>
        <translation>조치할 것이 없습니다</translation>
    </message>
    <message>
        <source>everything moves</source>
        <translation>모두 진행되고 있습니다</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>실행 중 %1건</translation>
    </message>
    <message>
        <source>%1 stuck or undoing</source>
        <translation>정체·보상 중 %1건</translation>
    </message>
    <message>
        <source>target %1 %</source>
        <translation>목표 %1 %</translation>
    </message>
    <message>
        <source>%1 did not succeed</source>
        <translation>성공하지 못함 %1건</translation>
    </message>
    <message>
        <source>target ≤ %1 s</source>
        <translation>목표 %1초 이하</translation>
    </message>
    <message>
        <source>Payments that came in a second, on both routes.</source>
        <translation>두 경로로 들어온 초당 결제 건수입니다.</translation>
    </message>
    <message>
        <source>rollback engaged</source>
        <translation>롤백 중</translation>
    </message>
    <message>
        <source>of the users, v%1</source>
        <translation>사용자 기준, v%1</translation>
    </message>
    <message>
        <source>all on the legacy route</source>
        <translation>모두 레거시 경로</translation>
    </message>
    <message>
        <source>%1 % observed</source>
        <translation>실제 %1 %</translation>
    </message>
    <message>
        <source>The share of users whose payments take the event-driven route, and the share of payments of the last minute that took it. VIP users are excluded.</source>
        <translation>이벤트 기반 경로를 쓰는 사용자의 비율과, 최근 1분 동안 실제로 그 경로를 쓴 결제의 비율입니다. VIP 사용자는 제외됩니다.</translation>
    </message>
    <message>
        <source>Of the payments of the last %1 that have ended, on both routes: %2 completed, %3 compensated or refused, %4 failed.</source>
        <translation>최근 %1 동안 끝난 결제(두 경로 합계): 완료 %2건, 보상 또는 거절 %3건, 실패 %4건.</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>최근 %1</translation>
    </message>
    <message>
        <source>95 of 100 payments of the last %1 have ended within this time, on both routes.</source>
        <translation>최근 %1 동안 결제 100건 중 95건이 이 시간 안에 끝났습니다(두 경로 합계).</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2간 %1건</translation>
    </message>
    <message>
        <source>target %1</source>
        <translation>목표 %1</translation>
    </message>
</context>
<context>
    <name>saga::ui::OverviewWords</name>
    <message>
        <source>Canary %1 % → %2 %</source>
        <translation>카나리 %1 % → %2 %</translation>
    </message>
    <message>
        <source>Event-driven route switched on</source>
        <translation>이벤트 기반 경로 켬</translation>
    </message>
    <message>
        <source>Event-driven route switched off</source>
        <translation>이벤트 기반 경로 끔</translation>
    </message>
    <message>
        <source>Toggles changed</source>
        <translation>토글 변경</translation>
    </message>
    <message>
        <source>Toggle %1</source>
        <translation>토글 %1</translation>
    </message>
    <message>
        <source>No progress for more than 30 s, no error</source>
        <translation>30초 넘게 진행 없음, 오류 없음</translation>
    </message>
    <message>
        <source>No reason was kept</source>
        <translation>남은 사유 없음</translation>
    </message>
    <message>
        <source>compensation: %1</source>
        <translation>보상: %1</translation>
    </message>
    <message numerus="yes">
        <source>Retry of %n saga(s)</source>
        <translation>
            <numerusform>사가 %n건 재시도</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Compensation of %n saga(s)</source>
        <translation>
            <numerusform>사가 %n건 보상</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saga(s) resolved by hand</source>
        <translation>
            <numerusform>사가 %n건 수동 해결</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Refund of %n order(s)</source>
        <translation>
            <numerusform>주문 %n건 환불</numerusform>
        </translation>
    </message>
    <message>
        <source>Emergency rollback engaged</source>
        <translation>긴급 롤백 실행</translation>
    </message>
    <message>
        <source>Emergency rollback released</source>
        <translation>긴급 롤백 해제</translation>
    </message>
    <message>
        <source>%1, %2 refused</source>
        <translation>%1, %2건 거부</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1시간</translation>
    </message>
    <message>
        <source>rollback</source>
        <translation>롤백</translation>
    </message>
    <message>
        <source>rollback over</source>
        <translation>롤백 해제</translation>
    </message>
    <message>
        <source>%1 → %2 %</source>
        <translation>%1 → %2 %</translation>
    </message>
    <message>
        <source>event-driven on</source>
        <translation>이벤트 기반 켬</translation>
    </message>
    <message>
        <source>event-driven off</source>
        <translation>이벤트 기반 끔</translation>
    </message>
    <message>
        <source>toggles</source>
        <translation>토글</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s) added</source>
        <translation>
            <numerusform>메모 %n개 추가</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saga(s) taken</source>
        <translation>
            <numerusform>사가 %n개 맡음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saga(s) given back</source>
        <translation>
            <numerusform>사가 %n개 내려놓음</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::Palette</name>
    <message>
        <source>Enter opens · ↑ ↓ choose · Esc closes</source>
        <translation>Enter 열기 · ↑ ↓ 선택 · Esc 닫기</translation>
    </message>
    <message>
        <source>Open anything</source>
        <translation>무엇이든 열기</translation>
    </message>
    <message>
        <source>Page, action, saga id, order number, user:812, or a link</source>
        <translation>페이지, 작업, 사가 ID, 주문 번호, user:812 또는 링크</translation>
    </message>
    <message>
        <source>What to open</source>
        <translation>열 대상</translation>
    </message>
    <message>
        <source>What can be opened</source>
        <translation>열 수 있는 항목</translation>
    </message>
</context>
<context>
    <name>saga::ui::PayloadModel</name>
    <message numerus="yes">
        <source> … %n inside</source>
        <translation>
            <numerusform> … 내부 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saga::ui::PayloadPane</name>
    <message>
        <source>Fold everything</source>
        <translation>모두 접기</translation>
    </message>
    <message>
        <source>Unfold everything</source>
        <translation>모두 펼치기</translation>
    </message>
    <message>
        <source>Search in the payload (Ctrl+F)</source>
        <translation>페이로드에서 찾기 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>이전 결과</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>다음 결과</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>찾기 닫기</translation>
    </message>
    <message>
        <source>Search in the payload</source>
        <translation>페이로드에서 찾기</translation>
    </message>
    <message>
        <source>Fold or unfold a line of the payload</source>
        <translation>페이로드의 줄 접기 또는 펼치기</translation>
    </message>
    <message>
        <source>The first %1 of about %2</source>
        <translation>약 %2 중 처음 %1</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>The first %1 lines; %2 behind them are not shown</source>
        <translation>처음 %1줄, 그 뒤 %2은(는) 표시하지 않음</translation>
    </message>
    <message>
        <source>This is not valid JSON, shown as text. %1</source>
        <translation>올바른 JSON이 아니어서 텍스트로 표시합니다. %1</translation>
    </message>
    <message>
        <source>Reading the whole payload</source>
        <translation>전체 페이로드를 읽는 중</translation>
    </message>
    <message>
        <source>The whole payload could not be read: %1</source>
        <translation>전체 페이로드를 읽을 수 없습니다: %1</translation>
    </message>
    <message>
        <source>%1 so far</source>
        <translation>현재까지 %1</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>찾은 것이 없음</translation>
    </message>
    <message>
        <source>line %1 of %2</source>
        <translation>%2줄 중 %1번째</translation>
    </message>
</context>
<context>
    <name>saga::ui::PayloadView</name>
    <message>
        <source>Payload</source>
        <translation>페이로드</translation>
    </message>
    <message>
        <source>Copy the lines</source>
        <translation>줄 복사</translation>
    </message>
    <message>
        <source>Copy the value</source>
        <translation>값 복사</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>경로 복사</translation>
    </message>
    <message>
        <source>Fold everything</source>
        <translation>모두 접기</translation>
    </message>
    <message>
        <source>Unfold everything</source>
        <translation>모두 펼치기</translation>
    </message>
</context>
<context>
    <name>saga::ui::Permission</name>
    <message>
        <source>the contract is not installed here, this is watching only</source>
        <translation>이곳에는 계약이 설치되어 있지 않아 보기만 할 수 있습니다</translation>
    </message>
    <message>
        <source>it needs the role %1</source>
        <translation>%1 역할이 필요합니다</translation>
    </message>
    <message>
        <source>it needs the role %1, yours is %2</source>
        <translation>%1 역할이 필요합니다. 지금 역할: %2</translation>
    </message>
    <message>
        <source>writing is locked, unlock it first (Ctrl+U)</source>
        <translation>쓰기가 잠겨 있습니다. 먼저 잠금을 해제하십시오(Ctrl+U)</translation>
    </message>
</context>
<context>
    <name>saga::ui::PlanText</name>
    <message>
        <source>The saga continues from %1; what has succeeded does not run again.</source>
        <translation>%1부터 이어집니다. 성공한 단계는 다시 실행하지 않습니다.</translation>
    </message>
    <message>
        <source>The user gets back %1.</source>
        <translation>사용자에게 돌려줄 금액: %1.</translation>
    </message>
    <message>
        <source>Nothing was charged, so nothing is paid back.</source>
        <translation>청구된 금액이 없어 돌려줄 것이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing: %1</source>
        <translation>아무 일도 없음: %1</translation>
    </message>
    <message>
        <source>The steps of “%1” are not known here, so this cannot be foreseen</source>
        <translation>“%1”의 단계를 알지 못해 예측할 수 없습니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::RangeSwitch</name>
    <message>
        <source>Flow of the last %1</source>
        <translation>최근 %1 처리량</translation>
    </message>
</context>
<context>
    <name>saga::ui::Readout</name>
    <message>
        <source>What is under the pointer</source>
        <translation>포인터 아래의 내용</translation>
    </message>
    <message>
        <source>payment of the legacy route</source>
        <translation>레거시 경로의 결제</translation>
    </message>
    <message>
        <source>order</source>
        <translation>주문</translation>
    </message>
    <message>
        <source>began</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>for</source>
        <translation>경과</translation>
    </message>
    <message>
        <source>%1 since</source>
        <translation>%1 시점</translation>
    </message>
    <message>
        <source>took</source>
        <translation>소요</translation>
    </message>
    <message>
        <source>/s</source>
        <translation>건/초</translation>
    </message>
</context>
<context>
    <name>saga::ui::ReasonBar</name>
    <message>
        <source>Why, for the journal</source>
        <translation>사유 (작업 기록에 남음)</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>그만두기</translation>
    </message>
    <message>
        <source>a reason is needed</source>
        <translation>사유가 필요합니다</translation>
    </message>
    <message>
        <source>Enter never confirms.</source>
        <translation>Enter 키로는 확정되지 않습니다.</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
</context>
<context>
    <name>saga::ui::RequestLines</name>
    <message>
        <source>Waiting for the database</source>
        <translation>데이터베이스 응답 대기</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>접수됨</translation>
    </message>
    <message>
        <source>journal row %1</source>
        <translation>작업 기록 %1번</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>거부됨</translation>
    </message>
    <message>
        <source>Someone acted first, nothing was changed</source>
        <translation>다른 사람이 먼저 작업하여 아무것도 바뀌지 않았습니다</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>결과를 알 수 없음</translation>
    </message>
    <message>
        <source>It was sent and its answer was lost. It is read back; until then the action stays closed.</source>
        <translation>보냈으나 응답을 잃었습니다. 다시 읽어 확인하며, 그때까지 작업은 닫혀 있습니다.</translation>
    </message>
    <message>
        <source>It did not happen</source>
        <translation>실행되지 않았습니다</translation>
    </message>
    <message>
        <source>Waiting for the orchestrator</source>
        <translation>오케스트레이터 대기</translation>
    </message>
    <message>
        <source>accepted is not done: what it does is observed</source>
        <translation>접수는 완료가 아닙니다. 실제 결과를 확인합니다</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>Observed: the orchestrator applied it</source>
        <translation>확인됨: 오케스트레이터가 적용했습니다</translation>
    </message>
    <message>
        <source>Observed: the orchestrator refused it</source>
        <translation>확인됨: 오케스트레이터가 거부했습니다</translation>
    </message>
    <message>
        <source>Requested</source>
        <translation>요청함</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
</context>
<context>
    <name>saga::ui::RequestPanel</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Why, for the journal</source>
        <translation>사유 (작업 기록에 남음)</translation>
    </message>
    <message>
        <source>the saga has changed, look at it first</source>
        <translation>사가가 바뀌었으니 먼저 확인하세요</translation>
    </message>
    <message>
        <source>a reason is needed</source>
        <translation>사유가 필요합니다</translation>
    </message>
    <message>
        <source>%1, order %2, stands at %3</source>
        <translation>%1, 주문 %2, 현재 단계 %3</translation>
    </message>
    <message>
        <source>The saga has changed since you opened this</source>
        <translation>이 창을 연 뒤에 사가가 바뀌었습니다</translation>
    </message>
    <message>
        <source>You saw version %1, now it is version %2</source>
        <translation>본 버전은 %1, 지금 버전은 %2입니다</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 보기</translation>
    </message>
    <message>
        <source>As of version %1</source>
        <translation>버전 %1 기준</translation>
    </message>
    <message>
        <source>If anyone acts first, this is refused and nothing changes</source>
        <translation>누가 먼저 작업하면 거부되고 아무것도 바뀌지 않습니다</translation>
    </message>
    <message>
        <source>Enter never confirms.</source>
        <translation>Enter 키로는 확정되지 않습니다.</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
    <message>
        <source>%1: settled</source>
        <translation>%1: 처리 끝</translation>
    </message>
    <message>
        <source>One action has an unknown outcome</source>
        <translation>작업 하나의 결과를 알 수 없습니다</translation>
    </message>
    <message>
        <source>It is read back first; the button stays closed until then</source>
        <translation>먼저 다시 읽어 확인하며, 그때까지 버튼은 닫혀 있습니다</translation>
    </message>
    <message>
        <source>Someone acted first</source>
        <translation>다른 사람이 먼저 작업했습니다</translation>
    </message>
    <message>
        <source>Outcome is observed, not assumed</source>
        <translation>결과는 추정하지 않고 확인합니다</translation>
    </message>
    <message>
        <source>Requested, accepted by the database, then observed at the orchestrator</source>
        <translation>요청, 데이터베이스 접수, 오케스트레이터 확인 순서입니다</translation>
    </message>
    <message>
        <source>Back to the saga</source>
        <translation>사가로 돌아가기</translation>
    </message>
    <message>
        <source>You may go on; this is watched all the same.</source>
        <translation>다른 일을 하셔도 됩니다. 계속 지켜봅니다.</translation>
    </message>
</context>
<context>
    <name>saga::ui::RollbackButton</name>
    <message>
        <source>Emergency rollback: arm, then confirm</source>
        <translation>긴급 롤백: 준비한 뒤 확정</translation>
    </message>
    <message>
        <source>Releasing the rollback</source>
        <translation>롤백 해제 중</translation>
    </message>
    <message>
        <source>Engaging the rollback</source>
        <translation>롤백 실행 중</translation>
    </message>
    <message>
        <source>Rollback is armed</source>
        <translation>롤백 준비됨</translation>
    </message>
    <message>
        <source>Emergency rollback…</source>
        <translation>긴급 롤백…</translation>
    </message>
    <message>
        <source>Rollback engaged, %1</source>
        <translation>롤백 실행됨, %1</translation>
    </message>
    <message>
        <source>Rollback engaged</source>
        <translation>롤백 실행됨</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
</context>
<context>
    <name>saga::ui::RollbackController</name>
    <message>
        <source>it is under way</source>
        <translation>진행 중입니다</translation>
    </message>
    <message>
        <source>it is engaged</source>
        <translation>이미 실행되었습니다</translation>
    </message>
    <message>
        <source>it is not engaged</source>
        <translation>실행되지 않았습니다</translation>
    </message>
    <message>
        <source>PostgreSQL has to say so, and cannot be asked</source>
        <translation>PostgreSQL의 확인이 필요하지만 응답이 없습니다</translation>
    </message>
    <message>
        <source>Redis has to say so, and cannot be asked</source>
        <translation>Redis의 확인이 필요하지만 응답이 없습니다</translation>
    </message>
    <message>
        <source>%1 does not obey the rollback yet</source>
        <translation>%1: 아직 롤백을 따르지 않습니다</translation>
    </message>
    <message>
        <source>it is not known whether sagas still move</source>
        <translation>사가가 아직 움직이는지 알 수 없습니다</translation>
    </message>
    <message numerus="yes">
        <source>%n saga(s) still move</source>
        <translation>
            <numerusform>사가 %n건이 아직 움직입니다</numerusform>
        </translation>
    </message>
    <message>
        <source>the rollback is engaged, this is no drill</source>
        <translation>롤백이 작동 중이므로 훈련이 아닙니다</translation>
    </message>
    <message>
        <source>a drill is under way</source>
        <translation>훈련이 진행 중입니다</translation>
    </message>
    <message>
        <source>it is not known yet what this role may do</source>
        <translation>이 역할의 권한을 아직 모릅니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::RollbackPanel</name>
    <message>
        <source>Copy for the call</source>
        <translation>통화용 복사</translation>
    </message>
    <message>
        <source>Release rollback…</source>
        <translation>롤백 해제…</translation>
    </message>
    <message>
        <source>Emergency rollback…</source>
        <translation>긴급 롤백…</translation>
    </message>
    <message>
        <source>Emergency rollback engaged</source>
        <translation>긴급 롤백 실행됨</translation>
    </message>
    <message>
        <source>Emergency rollback in progress</source>
        <translation>긴급 롤백 진행 중</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>%1 of %2 instances</source>
        <translation>인스턴스 %2개 중 %1개</translation>
    </message>
    <message>
        <source>Emergency rollback</source>
        <translation>긴급 롤백</translation>
    </message>
    <message>
        <source>not engaged</source>
        <translation>실행 안 됨</translation>
    </message>
    <message>
        <source>Two gestures send every new payment to LEGACY, from any page: F12 twice, or the button at the top right. Sagas in flight go on to their end. It works while PostgreSQL is down.</source>
        <translation>어느 화면에서든 두 동작이면 모든 새 결제가 LEGACY로 갑니다: F12 두 번, 또는 오른쪽 위 버튼. 진행 중인 사가는 끝까지 진행됩니다. PostgreSQL이 내려가 있어도 동작합니다.</translation>
    </message>
    <message numerus="yes">
        <source>Open %n saga(s) that need(s) a person</source>
        <translation>
            <numerusform>사람을 기다리는 사가 %n건 열기</numerusform>
        </translation>
    </message>
    <message>
        <source>The first gesture; the second one engages it.</source>
        <translation>첫 동작입니다. 두 번째 동작에서 실행됩니다.</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
    <message>
        <source>Every gateway that runs obeys and nothing moves: it can be released.</source>
        <translation>실행 중인 모든 게이트웨이가 따르고 움직이는 사가가 없습니다. 해제할 수 있습니다.</translation>
    </message>
    <message>
        <source>Release: %1</source>
        <translation>해제: %1</translation>
    </message>
    <message>
        <source>Armed, then confirmed</source>
        <translation>준비 후 확정</translation>
    </message>
    <message>
        <source>Engaged by Redis</source>
        <translation>Redis로 실행됨</translation>
    </message>
    <message>
        <source>by whom is not known here</source>
        <translation>누가 했는지 여기서는 알 수 없습니다</translation>
    </message>
    <message>
        <source>Written to PostgreSQL and Redis</source>
        <translation>PostgreSQL과 Redis에 기록</translation>
    </message>
    <message>
        <source>Written to PostgreSQL</source>
        <translation>PostgreSQL에 기록</translation>
    </message>
    <message>
        <source>the system has no Redis</source>
        <translation>이 시스템에는 Redis가 없습니다</translation>
    </message>
    <message>
        <source>both say so</source>
        <translation>둘 다 확인됨</translation>
    </message>
    <message>
        <source>Written to PostgreSQL alone</source>
        <translation>PostgreSQL에만 기록</translation>
    </message>
    <message>
        <source>Redis says released; PostgreSQL suffices</source>
        <translation>Redis는 해제 상태이지만 PostgreSQL로 충분합니다</translation>
    </message>
    <message>
        <source>Redis does not answer; PostgreSQL suffices</source>
        <translation>Redis 응답이 없지만 PostgreSQL로 충분합니다</translation>
    </message>
    <message>
        <source>Written to Redis alone</source>
        <translation>Redis에만 기록</translation>
    </message>
    <message>
        <source>PostgreSQL is away; the journal is told when it is back</source>
        <translation>PostgreSQL 연결 끊김. 돌아오면 작업 기록에 남깁니다</translation>
    </message>
    <message>
        <source>PostgreSQL does not say so; Redis suffices</source>
        <translation>PostgreSQL에는 없지만 Redis로 충분합니다</translation>
    </message>
    <message>
        <source>Every gateway obeys</source>
        <translation>모든 게이트웨이가 따름</translation>
    </message>
    <message>
        <source>no gateway reports; the database refuses event-driven sagas all the same</source>
        <translation>보고하는 게이트웨이가 없지만 데이터베이스가 이벤트 기반 사가를 거부합니다</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>%1 of %2, missing: %3</source>
        <translation>%2 중 %1, 남은 곳: %3</translation>
    </message>
    <message>
        <source>gone silent before obeying: %1</source>
        <translation>따르기 전에 응답이 끊김: %1</translation>
    </message>
    <message>
        <source>silent: %1</source>
        <translation>응답 없음: %1</translation>
    </message>
    <message>
        <source>No new event-driven saga</source>
        <translation>새 이벤트 기반 사가 없음</translation>
    </message>
    <message>
        <source>not known without PostgreSQL</source>
        <translation>PostgreSQL 없이는 알 수 없습니다</translation>
    </message>
    <message>
        <source>the last one came in at %1</source>
        <translation>마지막 유입 %1</translation>
    </message>
    <message>
        <source>none came in lately</source>
        <translation>최근 유입 없음</translation>
    </message>
    <message>
        <source>In-flight sagas drain</source>
        <translation>진행 중인 사가 소진</translation>
    </message>
    <message>
        <source>nothing moves any more</source>
        <translation>움직이는 사가 없음</translation>
    </message>
    <message>
        <source>%1 moving</source>
        <translation>%1건 진행 중</translation>
    </message>
    <message>
        <source>%1 moving, about %2 left</source>
        <translation>%1건 진행 중, 약 %2 남음</translation>
    </message>
    <message>
        <source>Stuck and open ones decided</source>
        <translation>정체·미결 사가 결정</translation>
    </message>
    <message>
        <source>%1 stuck, %2 need attention</source>
        <translation>정체 %1건, 조치 필요 %2건</translation>
    </message>
    <message>
        <source>none is left</source>
        <translation>남은 것이 없습니다</translation>
    </message>
    <message>
        <source>says released</source>
        <translation>해제됨</translation>
    </message>
    <message>
        <source>is asked</source>
        <translation>확인 중</translation>
    </message>
    <message>
        <source>PostgreSQL</source>
        <translation>PostgreSQL</translation>
    </message>
    <message>
        <source>it knows no such toggle</source>
        <translation>그런 토글이 없습니다</translation>
    </message>
    <message>
        <source>Redis, the second path</source>
        <translation>Redis, 두 번째 경로</translation>
    </message>
    <message>
        <source>the system has none: without PostgreSQL there is no rollback</source>
        <translation>없음: PostgreSQL이 없으면 롤백도 없습니다</translation>
    </message>
    <message>
        <source>Gateways that report</source>
        <translation>보고하는 게이트웨이</translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation>
            <numerusform>인스턴스 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Would still be in flight</source>
        <translation>지금 남을 진행 중 사가</translation>
    </message>
    <message>
        <source>%1 moving, %2 wait for a person</source>
        <translation>%1건 진행 중, %2건 사람 대기</translation>
    </message>
    <message>
        <source>Engaged last</source>
        <translation>마지막 실행</translation>
    </message>
    <message>
        <source>Emergency rollback engaged for %1</source>
        <translation>긴급 롤백 실행 후 %1 경과</translation>
    </message>
    <message>
        <source>PostgreSQL does not answer now</source>
        <translation>PostgreSQL이 지금 응답하지 않습니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::RouteChart</name>
    <message>
        <source>event-driven %1, legacy %2</source>
        <translation>이벤트 기반 %1, 레거시 %2</translation>
    </message>
    <message>
        <source>/s</source>
        <translation>/초</translation>
    </message>
    <message>
        <source>Payments a second by route</source>
        <translation>경로별 초당 결제</translation>
    </message>
    <message>
        <source>target %1</source>
        <translation>목표 %1</translation>
    </message>
</context>
<context>
    <name>saga::ui::RoutingController</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>the emergency rollback is engaged</source>
        <translation>긴급 롤백이 실행되었습니다</translation>
    </message>
    <message>
        <source>%1 % of the users take the event-driven route</source>
        <translation>사용자의 %1 %가 이벤트 기반 경로로 갑니다</translation>
    </message>
    <message>
        <source>locked while the emergency rollback is engaged</source>
        <translation>긴급 롤백 중에는 잠깁니다</translation>
    </message>
    <message>
        <source>PostgreSQL is lost</source>
        <translation>PostgreSQL 연결이 끊겼습니다</translation>
    </message>
    <message>
        <source>the toggles are not known yet</source>
        <translation>토글을 아직 알 수 없습니다</translation>
    </message>
    <message>
        <source>it is not known yet what this role may do</source>
        <translation>이 역할의 권한을 아직 알 수 없습니다</translation>
    </message>
    <message>
        <source>the outcome of the last change is unknown, it is being read back</source>
        <translation>지난 변경의 결과를 알 수 없어 다시 읽는 중입니다</translation>
    </message>
    <message>
        <source>a change is under way</source>
        <translation>변경이 진행 중입니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::RoutingPage</name>
    <message>
        <source>Routing</source>
        <translation>라우팅</translation>
    </message>
    <message>
        <source>What else is known</source>
        <translation>그 밖의 정보</translation>
    </message>
    <message>
        <source>Payments/s by route</source>
        <translation>경로별 초당 결제</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>게이트웨이</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>Payments/s</source>
        <translation>초당 결제</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>History</source>
        <translation>변경 이력</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>Change the canary</source>
        <translation>카나리 변경</translation>
    </message>
    <message>
        <source>All new payments go to LEGACY since %1</source>
        <translation>%1부터 모든 새 결제가 LEGACY로 갑니다</translation>
    </message>
    <message>
        <source>All new payments go to LEGACY, engaged by Redis</source>
        <translation>모든 새 결제가 LEGACY로 갑니다 (Redis로 실행)</translation>
    </message>
    <message>
        <source>%1 % of the users take the event-driven route</source>
        <translation>사용자의 %1 %가 이벤트 기반 경로로 갑니다</translation>
    </message>
    <message>
        <source>All payments go to LEGACY: the event-driven route is off</source>
        <translation>모든 결제가 LEGACY로 갑니다: 이벤트 기반 경로 꺼짐</translation>
    </message>
    <message>
        <source>As of %1, %2 ago</source>
        <translation>%1 기준, %2 전</translation>
    </message>
    <message>
        <source>PostgreSQL answers slowly</source>
        <translation>PostgreSQL 응답이 느립니다</translation>
    </message>
    <message>
        <source>Read now</source>
        <translation>지금 읽기</translation>
    </message>
    <message>
        <source>Reading the routing</source>
        <translation>라우팅을 읽는 중</translation>
    </message>
    <message>
        <source>This role may not read the routing</source>
        <translation>이 역할은 라우팅을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>The routing could not be read</source>
        <translation>라우팅을 읽지 못했습니다</translation>
    </message>
    <message>
        <source>event-driven %1</source>
        <translation>이벤트 기반 %1</translation>
    </message>
    <message>
        <source>event-driven</source>
        <translation>이벤트 기반</translation>
    </message>
    <message>
        <source>legacy %1</source>
        <translation>레거시 %1</translation>
    </message>
    <message>
        <source>legacy</source>
        <translation>레거시</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>on</source>
        <translation>켜짐</translation>
    </message>
    <message>
        <source>off</source>
        <translation>꺼짐</translation>
    </message>
    <message>
        <source>now %1, set by %2 at %3: %4</source>
        <translation>지금 %1, %3에 %2 설정: %4</translation>
    </message>
    <message>
        <source>Set the canary to %1 %</source>
        <translation>카나리를 %1 %로 변경</translation>
    </message>
    <message>
        <source>Set to %1 %</source>
        <translation>%1 %로 변경</translation>
    </message>
    <message>
        <source>The event-driven route is off: nothing changes until it is turned on</source>
        <translation>이벤트 기반 경로가 꺼져 있어 켤 때까지 아무것도 바뀌지 않습니다</translation>
    </message>
    <message>
        <source>Turn the event-driven route on</source>
        <translation>이벤트 기반 경로 켜기</translation>
    </message>
    <message>
        <source>Turn the event-driven route off</source>
        <translation>이벤트 기반 경로 끄기</translation>
    </message>
    <message>
        <source>Turn on</source>
        <translation>켜기</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>끄기</translation>
    </message>
    <message>
        <source>Every new payment goes to LEGACY; sagas in flight go on to their end</source>
        <translation>모든 새 결제가 LEGACY로 가고, 진행 중인 사가는 끝까지 진행됩니다</translation>
    </message>
    <message>
        <source>VIP users stay on the legacy route</source>
        <translation>VIP 사용자는 레거시 경로에 남습니다</translation>
    </message>
    <message>
        <source>Release the emergency rollback</source>
        <translation>긴급 롤백 해제</translation>
    </message>
    <message>
        <source>Release the rollback</source>
        <translation>롤백 해제</translation>
    </message>
    <message>
        <source>engaged by %1 at %2: %3</source>
        <translation>%2에 %1 실행: %3</translation>
    </message>
    <message>
        <source>The event-driven route is off: every payment stays on LEGACY</source>
        <translation>이벤트 기반 경로가 꺼져 있어 모든 결제가 LEGACY에 남습니다</translation>
    </message>
    <message>
        <source>%1 set it to %2 at %3</source>
        <translation>%3에 %1이(가) %2(으)로 바꿨습니다</translation>
    </message>
    <message>
        <source>%1 changed it at %2</source>
        <translation>%2에 %1이(가) 바꿨습니다</translation>
    </message>
    <message>
        <source>Canary to %1 %</source>
        <translation>카나리 %1 %</translation>
    </message>
    <message>
        <source>Event-driven route on</source>
        <translation>이벤트 기반 경로 켬</translation>
    </message>
    <message>
        <source>Event-driven route off</source>
        <translation>이벤트 기반 경로 끔</translation>
    </message>
    <message>
        <source>Requested</source>
        <translation>요청함</translation>
    </message>
    <message>
        <source>In force in the database</source>
        <translation>데이터베이스에 적용</translation>
    </message>
    <message>
        <source>Every gateway obeys</source>
        <translation>모든 게이트웨이가 따름</translation>
    </message>
    <message>
        <source>Outcome is observed, not assumed</source>
        <translation>결과는 추정하지 않고 확인합니다</translation>
    </message>
    <message>
        <source>In force when it is applied; obeyed when every gateway has taken it up</source>
        <translation>적용되면 효력이 생기고, 모든 게이트웨이가 반영하면 완료입니다</translation>
    </message>
    <message>
        <source>In force as %1</source>
        <translation>%1로 적용됨</translation>
    </message>
    <message>
        <source>journal %1</source>
        <translation>작업 기록 %1</translation>
    </message>
    <message>
        <source>no gateway reports</source>
        <translation>보고하는 게이트웨이 없음</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>%1 of %2, missing: %3</source>
        <translation>%2 중 %1, 남은 곳: %3</translation>
    </message>
    <message>
        <source>All obey after %1</source>
        <translation>%1 만에 모두 반영</translation>
    </message>
    <message>
        <source>All obey</source>
        <translation>모두 반영</translation>
    </message>
    <message>
        <source>every gateway that runs has taken it up</source>
        <translation>실행 중인 모든 게이트웨이가 반영했습니다</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>거부됨</translation>
    </message>
    <message>
        <source>Refused, nothing was changed</source>
        <translation>거부됨. 아무것도 바뀌지 않았습니다</translation>
    </message>
    <message>
        <source>Someone acted first</source>
        <translation>다른 사람이 먼저 작업했습니다</translation>
    </message>
    <message>
        <source>Someone acted first, nothing was changed</source>
        <translation>다른 사람이 먼저 작업했습니다. 아무것도 바뀌지 않았습니다</translation>
    </message>
    <message>
        <source>The answer was lost</source>
        <translation>응답을 잃었습니다</translation>
    </message>
    <message>
        <source>The outcome is unknown</source>
        <translation>결과를 알 수 없습니다</translation>
    </message>
    <message>
        <source>It is read back first; the buttons stay closed until then</source>
        <translation>먼저 다시 읽어 확인하며, 그때까지 버튼은 닫혀 있습니다</translation>
    </message>
    <message>
        <source>It did not happen</source>
        <translation>적용되지 않았습니다</translation>
    </message>
    <message>
        <source>Release of the emergency rollback</source>
        <translation>긴급 롤백 해제</translation>
    </message>
    <message>
        <source>PostgreSQL first; Redis only when PostgreSQL has let go</source>
        <translation>PostgreSQL 먼저, 그다음 Redis</translation>
    </message>
    <message>
        <source>PostgreSQL lets go</source>
        <translation>PostgreSQL 해제</translation>
    </message>
    <message>
        <source>Redis lets go</source>
        <translation>Redis 해제</translation>
    </message>
    <message>
        <source>Every gateway follows the toggles again</source>
        <translation>모든 게이트웨이가 다시 토글을 따름</translation>
    </message>
    <message>
        <source>written</source>
        <translation>기록됨</translation>
    </message>
    <message>
        <source>the system has none</source>
        <translation>이 시스템에는 없습니다</translation>
    </message>
    <message>
        <source>missing: %1</source>
        <translation>남은 곳: %1</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>해제됨</translation>
    </message>
    <message>
        <source>every gateway that runs follows the toggles again</source>
        <translation>실행 중인 모든 게이트웨이가 다시 토글을 따릅니다</translation>
    </message>
    <message>
        <source>Redis still says engaged</source>
        <translation>Redis는 아직 실행 상태입니다</translation>
    </message>
    <message>
        <source>Gateways obey either path: release it again when Redis answers</source>
        <translation>게이트웨이는 둘 중 하나만 있어도 따릅니다. Redis가 응답하면 다시 해제하세요</translation>
    </message>
    <message>
        <source>It stays engaged</source>
        <translation>롤백이 유지됩니다</translation>
    </message>
    <message>
        <source>The outcome is unknown; Redis stays engaged</source>
        <translation>결과를 알 수 없습니다. Redis는 실행 상태로 남습니다</translation>
    </message>
    <message>
        <source>The whole share comes back at once; with fewer users: sagactl toggles set, before the release</source>
        <translation>저장된 비율이 한꺼번에 돌아옵니다. 더 적게 시작하려면 해제 전에 sagactl toggles set으로 낮추세요</translation>
    </message>
    <message>
        <source>Rehearse the rollback, nothing is switched</source>
        <translation>롤백 연습, 아무것도 전환되지 않음</translation>
    </message>
</context>
<context>
    <name>saga::ui::RoutingWords</name>
    <message>
        <source>because of the rollback</source>
        <translation>롤백 때문</translation>
    </message>
    <message>
        <source>the toggles could not be read</source>
        <translation>토글을 읽지 못함</translation>
    </message>
    <message>
        <source>the event-driven route is off</source>
        <translation>이벤트 기반 경로 꺼짐</translation>
    </message>
    <message>
        <source>first users, id % 100 = 0</source>
        <translation>우선 사용자, id % 100 = 0</translation>
    </message>
    <message>
        <source>because VIP</source>
        <translation>VIP라서</translation>
    </message>
    <message>
        <source>%1 &lt; %2</source>
        <translation>%1 &lt; %2</translation>
    </message>
    <message>
        <source>%1 ≥ %2</source>
        <translation>%1 ≥ %2</translation>
    </message>
    <message>
        <source>drill</source>
        <translation>훈련</translation>
    </message>
    <message>
        <source>rollback</source>
        <translation>롤백</translation>
    </message>
    <message>
        <source>no rollback</source>
        <translation>롤백 없음</translation>
    </message>
    <message>
        <source>rollback released</source>
        <translation>롤백 해제</translation>
    </message>
    <message>
        <source>switched on</source>
        <translation>켬</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 → %2 %</source>
        <translation>%1 → %2 %</translation>
    </message>
    <message>
        <source>users id % 100 &lt; %1</source>
        <translation>사용자 id % 100 &lt; %1</translation>
    </message>
    <message>
        <source>only the first users, id % 100 = 0</source>
        <translation>우선 사용자만, id % 100 = 0</translation>
    </message>
    <message>
        <source>No verdict yet</source>
        <translation>아직 판정할 수 없음</translation>
    </message>
    <message>
        <source>Worse than the legacy route</source>
        <translation>레거시 경로보다 나쁨</translation>
    </message>
    <message>
        <source>As successful, but slower</source>
        <translation>성공률은 같지만 느림</translation>
    </message>
    <message>
        <source>As good as the legacy route</source>
        <translation>레거시 경로만큼 좋음</translation>
    </message>
    <message>
        <source>Better than the legacy route</source>
        <translation>레거시 경로보다 좋음</translation>
    </message>
    <message>
        <source>%1 and %2 payments have ended, %3 on each route are needed</source>
        <translation>끝난 결제 %1건과 %2건, 경로마다 %3건이 필요합니다</translation>
    </message>
    <message>
        <source>p95 × %1</source>
        <translation>p95 × %1</translation>
    </message>
    <message>
        <source>no p95</source>
        <translation>p95 없음</translation>
    </message>
    <message>
        <source>success within chance (z %1), %2</source>
        <translation>성공률 차이는 우연 범위 (z %1), %2</translation>
    </message>
    <message>
        <source>%1 points fewer succeed, beyond chance (z %2), %3</source>
        <translation>성공률 %1포인트 낮음, 우연 아님 (z %2), %3</translation>
    </message>
    <message>
        <source>%1 points more succeed, beyond chance (z %2), %3</source>
        <translation>성공률 %1포인트 높음, 우연 아님 (z %2), %3</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 % means %2 of %3 payments/s; %4</source>
        <translation>%1 %는 초당 %3건 중 약 %2건; %4</translation>
    </message>
    <message>
        <source>%1 % would mean %2 of %3 payments/s; %4</source>
        <translation>%1 %이면 초당 %3건 중 약 %2건; %4</translation>
    </message>
</context>
<context>
    <name>saga::ui::SagaColumns</name>
    <message>
        <source>As they were at first</source>
        <translation>처음 상태로</translation>
    </message>
</context>
<context>
    <name>saga::ui::SagaTableModel</name>
    <message>
        <source>Status</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Saga</source>
        <translation>사가</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>주문</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>금액</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>경과</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>갱신</translation>
    </message>
    <message>
        <source>User</source>
        <translation>사용자</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>유형</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>사유</translation>
    </message>
    <message>
        <source>being read</source>
        <translation>읽는 중</translation>
    </message>
    <message>
        <source>Selected: click to select all, or none</source>
        <translation>선택: 클릭하면 모두 선택하거나 해제합니다</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>선택됨</translation>
    </message>
    <message>
        <source>not selected</source>
        <translation>선택 안 됨</translation>
    </message>
</context>
<context>
    <name>saga::ui::SagaTableView</name>
    <message>
        <source>Sagas</source>
        <translation>사가</translation>
    </message>
</context>
<context>
    <name>saga::ui::SagasController</name>
    <message>
        <source>the saga has not been read yet</source>
        <translation>사가를 아직 읽지 않았습니다</translation>
    </message>
    <message>
        <source>its last request has an unknown outcome, which is being read back</source>
        <translation>마지막 요청의 결과를 알 수 없어 다시 읽는 중입니다</translation>
    </message>
    <message>
        <source>a request is under way</source>
        <translation>요청이 진행 중입니다</translation>
    </message>
    <message>
        <source>needs PostgreSQL</source>
        <translation>PostgreSQL 연결이 필요합니다</translation>
    </message>
    <message>
        <source>needs a fresh read of this saga</source>
        <translation>이 사가를 새로 읽어야 합니다</translation>
    </message>
    <message>
        <source>This saga does not exist any more</source>
        <translation>이 사가는 더 이상 없습니다</translation>
    </message>
    <message>
        <source>The request was read back: it never arrived</source>
        <translation>다시 읽어 보니 요청이 도착하지 않았습니다</translation>
    </message>
    <message>
        <source>no saga is chosen</source>
        <translation>선택한 사가가 없습니다</translation>
    </message>
    <message>
        <source>it is not known yet what this role may do</source>
        <translation>이 역할의 권한을 아직 모릅니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::SagasCopy</name>
    <message>
        <source>More than %1 sagas: export them instead</source>
        <translation>사가가 %1건을 넘습니다. 내보내기를 이용하세요</translation>
    </message>
</context>
<context>
    <name>saga::ui::SagasPage</name>
    <message>
        <source>id, order, user or reason</source>
        <translation>ID, 주문, 사용자, 사유</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>실시간</translation>
    </message>
    <message>
        <source>Sagas</source>
        <translation>사가</translation>
    </message>
    <message>
        <source>Read again from the newest and let new rows come in by themselves (F5 reads once)</source>
        <translation>최신부터 다시 읽고 새 행을 자동으로 표시합니다 (F5는 한 번만 읽음)</translation>
    </message>
    <message>
        <source>No sagas yet</source>
        <translation>아직 사가가 없습니다</translation>
    </message>
    <message>
        <source>The system has not started any. New ones appear here by themselves.</source>
        <translation>시스템이 시작한 사가가 없습니다. 새 사가는 저절로 나타납니다.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Filtered by %1.</source>
        <translation>필터: %1.</translation>
    </message>
    <message>
        <source>Without %1 it is %2.</source>
        <translation>%1 없이는 %2건입니다.</translation>
    </message>
    <message>
        <source>No saga matches all of it</source>
        <translation>모두 만족하는 사가가 없습니다</translation>
    </message>
    <message>
        <source>No saga matches</source>
        <translation>일치하는 사가가 없습니다</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 빼기</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>모두 지우기</translation>
    </message>
    <message>
        <source>This role may not read sagas</source>
        <translation>이 역할은 사가를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Sagas could not be read</source>
        <translation>사가를 읽지 못했습니다</translation>
    </message>
    <message numerus="yes">
        <source>%n newer</source>
        <translation>
            <numerusform>새 항목 %n건</numerusform>
        </translation>
    </message>
    <message>
        <source>rows stay where they are until you ask</source>
        <translation>요청하기 전에는 행이 움직이지 않습니다</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>연결 중</translation>
    </message>
    <message>
        <source>As of %1, %2 ago</source>
        <translation>%1 기준, %2 전</translation>
    </message>
    <message>
        <source>PostgreSQL answers slowly</source>
        <translation>PostgreSQL 응답이 느립니다</translation>
    </message>
    <message>
        <source>Live: new rows come in by themselves</source>
        <translation>실시간: 새 행이 저절로 들어옵니다</translation>
    </message>
    <message>
        <source>Nothing newer</source>
        <translation>새 항목 없음</translation>
    </message>
    <message>
        <source>last change read %1</source>
        <translation>마지막 변경 확인 %1</translation>
    </message>
    <message>
        <source>%1 sagas</source>
        <translation>사가 %1건</translation>
    </message>
    <message>
        <source>Row %1 of %2</source>
        <translation>%2건 중 %1행</translation>
    </message>
    <message>
        <source>Show newer rows</source>
        <translation>새 행 보기</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>Retry the saga, asks for a reason</source>
        <translation>사가 재시도(사유 입력)</translation>
    </message>
    <message>
        <source>Compensate the saga, asks for a reason</source>
        <translation>사가 보상(사유 입력)</translation>
    </message>
    <message>
        <source>Another row, or another step</source>
        <translation>다른 행 또는 다른 단계</translation>
    </message>
    <message>
        <source>Another attempt of the step</source>
        <translation>단계의 다른 시도</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV 내보내기</translation>
    </message>
    <message>
        <source>Write the list, as it is filtered and sorted, into a file</source>
        <translation>지금의 필터와 정렬 그대로 목록을 파일에 씁니다</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV 파일 (*.csv)</translation>
    </message>
    <message>
        <source>oldest first</source>
        <translation>오래된 순</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>최신 순</translation>
    </message>
    <message>
        <source>longest unchanged first</source>
        <translation>오래 변경되지 않은 순</translation>
    </message>
    <message>
        <source>last changed first</source>
        <translation>최근 변경 순</translation>
    </message>
    <message>
        <source>by currency, smallest first</source>
        <translation>통화별, 금액 작은 순</translation>
    </message>
    <message>
        <source>by currency, largest first</source>
        <translation>통화별, 금액 큰 순</translation>
    </message>
    <message>
        <source>by status</source>
        <translation>상태별</translation>
    </message>
    <message>
        <source>by step</source>
        <translation>단계별</translation>
    </message>
    <message>
        <source>%1 newer</source>
        <translation>새 항목 %1건</translation>
    </message>
    <message>
        <source>%1 more above</source>
        <translation>위에 %1건 더 있음</translation>
    </message>
    <message>
        <source>exported %1 of %2</source>
        <translation>%2건 중 %1건 내보냄</translation>
    </message>
    <message>
        <source>The export ended: %1</source>
        <translation>내보내기가 중단됨: %1</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>내보내기 취소</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Which columns are shown; they are moved and widened by their heads</source>
        <translation>표시할 열. 머리글을 끌어 순서와 너비를 바꿉니다</translation>
    </message>
    <message>
        <source>Copy the row, or the selection, as TSV</source>
        <translation>행 또는 선택 항목을 TSV로 복사</translation>
    </message>
    <message>
        <source>Rows as of %1</source>
        <translation>%1 기준 행</translation>
    </message>
    <message>
        <source>Rows cannot be read now</source>
        <translation>지금은 행을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>they stay until they can be read again</source>
        <translation>다시 읽을 수 있을 때까지 그대로 둡니다</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>저장된 보기</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>현재 보기 저장</translation>
    </message>
    <message>
        <source>Take back the deletion of a view</source>
        <translation>보기 삭제 취소</translation>
    </message>
    <message>
        <source>no view was deleted</source>
        <translation>삭제한 보기가 없습니다</translation>
    </message>
    <message>
        <source>Select all that match the filter</source>
        <translation>필터에 맞는 항목 모두 선택</translation>
    </message>
    <message>
        <source>Select rows one after the other</source>
        <translation>행을 차례로 선택</translation>
    </message>
    <message>
        <source>The view “%1” was deleted</source>
        <translation>보기 “%1”을(를) 삭제했습니다</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n행 복사됨</numerusform>
        </translation>
    </message>
    <message>
        <source>copying, %1 so far</source>
        <translation>복사 중, 지금까지 %1건</translation>
    </message>
    <message>
        <source>all that match, as of %1</source>
        <translation>%1 기준, 필터에 맞는 전체</translation>
    </message>
    <message>
        <source>%1 taken out</source>
        <translation>%1건 제외</translation>
    </message>
    <message>
        <source>%1 newer wait</source>
        <translation>새 항목 %1건 대기</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1건 선택</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>세는 중</translation>
    </message>
    <message>
        <source>Previous saga of the list</source>
        <translation>목록의 이전 사가</translation>
    </message>
    <message>
        <source>Next saga of the list</source>
        <translation>목록의 다음 사가</translation>
    </message>
    <message>
        <source>Take the saga, or give it back</source>
        <translation>사가 맡기 또는 내려놓기</translation>
    </message>
    <message>
        <source>Add a note to the saga</source>
        <translation>사가에 메모 추가</translation>
    </message>
    <message>
        <source>this saga is not in the list</source>
        <translation>이 사가는 목록에 없습니다</translation>
    </message>
    <message>
        <source>this is the first saga of the list</source>
        <translation>목록의 첫 사가입니다</translation>
    </message>
    <message>
        <source>this is the last saga of the list</source>
        <translation>목록의 마지막 사가입니다</translation>
    </message>
    <message>
        <source>Choose the row, or leave it out</source>
        <translation>행 선택 또는 제외</translation>
    </message>
    <message>
        <source>Retry all that are chosen, shows them first</source>
        <translation>선택한 사가 모두 재시도(먼저 보여 줌)</translation>
    </message>
    <message>
        <source>Compensate all that are chosen, shows them first</source>
        <translation>선택한 사가 모두 보상(먼저 보여 줌)</translation>
    </message>
    <message>
        <source>Resolve all that are chosen, shows them first</source>
        <translation>선택한 사가 모두 수동 종결(먼저 보여 줌)</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
</context>
<context>
    <name>saga::ui::SavedViews</name>
    <message>
        <source>Stuck</source>
        <translation>정체</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>조치 필요</translation>
    </message>
    <message>
        <source>Slowest today</source>
        <translation>오늘 가장 느린 사가</translation>
    </message>
    <message>
        <source>Most money at risk</source>
        <translation>위험 금액 순</translation>
    </message>
    <message>
        <source>Last changed</source>
        <translation>최근 변경 순</translation>
    </message>
    <message>
        <source>View: %1</source>
        <translation>보기: %1</translation>
    </message>
</context>
<context>
    <name>saga::ui::SelectionPanel</name>
    <message>
        <source>Where they stopped</source>
        <translation>멈춘 단계</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>선택 구간</translation>
    </message>
    <message>
        <source>Clear the selection</source>
        <translation>선택 해제</translation>
    </message>
    <message>
        <source>Esc clears, the handles move its ends</source>
        <translation>Esc: 선택 해제, 손잡이: 구간 조절</translation>
    </message>
    <message>
        <source>sagas and payments that began in the selection, as far as it has been read</source>
        <translation>선택 구간에서 시작된 사가와 결제 (지금까지 읽은 만큼)</translation>
    </message>
    <message>
        <source>sagas and payments that began in the selection</source>
        <translation>선택 구간에서 시작된 사가와 결제</translation>
    </message>
    <message>
        <source>%1 by the legacy route</source>
        <translation>레거시 경로 %1건</translation>
    </message>
    <message>
        <source>Open %1 %2</source>
        <translation>%2 %1건 열기</translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln saga(s) in Sagas</source>
        <translation>
            <numerusform>사가 목록에서 %Ln건 보기</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop writing the incident file</source>
        <translation>장애 파일 쓰기 중지</translation>
    </message>
    <message>
        <source>Incident file</source>
        <translation>장애 파일</translation>
    </message>
    <message>
        <source>Incident file: sagas, attempts, journal, events and a picture of this time, to hand on (I)</source>
        <translation>장애 파일: 이 기간의 사가, 시도, 작업 기록, 이벤트와 그림을 넘겨줄 파일 하나로 (I)</translation>
    </message>
    <message>
        <source>%1 rows written</source>
        <translation>%1행 기록됨</translation>
    </message>
    <message>
        <source>%1 rows in %2</source>
        <translation>%1행, %2</translation>
    </message>
</context>
<context>
    <name>saga::ui::SelectionStrip</name>
    <message>
        <source>Choose none</source>
        <translation>선택 해제</translation>
    </message>
    <message>
        <source>Choose none (Esc)</source>
        <translation>선택 해제 (Esc)</translation>
    </message>
    <message>
        <source>Stop copying</source>
        <translation>복사 중지</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>내보내기 취소</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV 내보내기</translation>
    </message>
    <message>
        <source>Retry…</source>
        <translation>재시도…</translation>
    </message>
    <message>
        <source>Compensate…</source>
        <translation>보상…</translation>
    </message>
    <message>
        <source>Resolve…</source>
        <translation>수동 종결…</translation>
    </message>
</context>
<context>
    <name>saga::ui::SkeletonView</name>
    <message>
        <source>Reading sagas</source>
        <translation>사가 읽는 중</translation>
    </message>
</context>
<context>
    <name>saga::ui::SourceBar</name>
    <message>
        <source>feed</source>
        <translation>피드</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>%1번째 시도</translation>
    </message>
    <message>
        <source>Server clock not known yet</source>
        <translation>서버 시각을 아직 모름</translation>
    </message>
    <message>
        <source>Server %1 %2 · this workstation %3</source>
        <translation>서버 %1 %2 · 이 컴퓨터 %3</translation>
    </message>
    <message>
        <source>Light or dark, language</source>
        <translation>밝기와 언어</translation>
    </message>
</context>
<context>
    <name>saga::ui::SourceNotice</name>
    <message>
        <source>PostgreSQL lost at %1</source>
        <translation>%1에 PostgreSQL 연결 끊김</translation>
    </message>
    <message>
        <source>PostgreSQL lost</source>
        <translation>PostgreSQL 연결 끊김</translation>
    </message>
    <message>
        <source>attempt %1 in %2</source>
        <translation>%2 뒤 %1번째 시도</translation>
    </message>
    <message>
        <source>what is shown is from %1</source>
        <translation>화면은 %1 기준</translation>
    </message>
    <message>
        <source>actions wait until it is back</source>
        <translation>복구될 때까지 작업은 대기</translation>
    </message>
    <message>
        <source>Changes do not come in</source>
        <translation>변경 사항이 들어오지 않습니다</translation>
    </message>
    <message>
        <source>As of %1, %2 ago</source>
        <translation>%1 기준, %2 전</translation>
    </message>
    <message>
        <source>PostgreSQL answers slowly</source>
        <translation>PostgreSQL 응답이 느립니다</translation>
    </message>
    <message>
        <source>%1 has no role on %2</source>
        <translation>%1에게 %2의 역할이 없습니다</translation>
    </message>
    <message>
        <source>To look, the role saga_viewer is needed; to retry or compensate, saga_operator</source>
        <translation>조회에는 saga_viewer, 재시도와 보상에는 saga_operator 역할이 필요합니다</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>지금 다시 연결</translation>
    </message>
</context>
<context>
    <name>saga::ui::StateView</name>
    <message>
        <source>It appears here as soon as it is read.</source>
        <translation>읽는 대로 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>%1 The role %2 is needed.</source>
        <translation>%1 %2 역할이 필요합니다.</translation>
    </message>
    <message>
        <source>Copy the request</source>
        <translation>요청 문구 복사</translation>
    </message>
    <message>
        <source>%1: %2 Please grant me the role %3.</source>
        <translation>%1: %2 %3 역할을 부여해 주세요.</translation>
    </message>
    <message>
        <source>%1. It is read by itself as soon as the connection is back.</source>
        <translation>%1. 연결이 복구되면 저절로 읽습니다.</translation>
    </message>
    <message>
        <source>Read now</source>
        <translation>지금 읽기</translation>
    </message>
</context>
<context>
    <name>saga::ui::Status</name>
    <message>
        <source>running</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>compensating</source>
        <translation>보상 중</translation>
    </message>
    <message>
        <source>compensated</source>
        <translation>보상 완료</translation>
    </message>
    <message>
        <source>stuck</source>
        <translation>정체</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>조치 필요</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>unverified</source>
        <translation>미확인</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
</context>
<context>
    <name>saga::ui::StepModel</name>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>Per second</source>
        <translation>초당</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>제한 시간</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패율</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>재시도</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Sagas that are at this step now, the stuck ones too</source>
        <translation>지금 이 단계에 있는 사가(정체 포함)</translation>
    </message>
    <message>
        <source>Of %1 attempts that were made forward</source>
        <translation>정방향 시도 %1회 기준</translation>
    </message>
    <message>
        <source>How long an attempt may take before it is made again</source>
        <translation>다시 시도하기 전까지 한 시도에 허용되는 시간</translation>
    </message>
    <message>
        <source>%1 of %2 attempts failed</source>
        <translation>시도 %2회 중 %1회 실패</translation>
    </message>
    <message>
        <source>%1 of %2 attempts were not the first</source>
        <translation>시도 %2회 중 %1회는 재시도</translation>
    </message>
</context>
<context>
    <name>saga::ui::StepView</name>
    <message>
        <source>Steps</source>
        <translation>단계별 현황</translation>
    </message>
</context>
<context>
    <name>saga::ui::SummaryRow</name>
    <message>
        <source>%1: show in Sagas</source>
        <translation>%1: 사가 목록에서 보기</translation>
    </message>
    <message>
        <source>Show these in Sagas</source>
        <translation>사가 목록에서 보기</translation>
    </message>
</context>
<context>
    <name>saga::ui::TimeAxis</name>
    <message>
        <source>MMM d</source>
        <translation>M월 d일</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n일</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1시간 %2분</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1시간</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1분 %2초</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
</context>
<context>
    <name>saga::ui::Timeline</name>
    <message>
        <source>being read</source>
        <translation>읽는 중</translation>
    </message>
    <message>
        <source>not in memory, zoom in to read it</source>
        <translation>메모리에 없음, 확대하면 읽습니다</translation>
    </message>
    <message>
        <source>%1 +%2</source>
        <translation>%1 외 %2건</translation>
    </message>
    <message>
        <source>%1 → %2 %</source>
        <translation>%1 → %2%</translation>
    </message>
    <message>
        <source>event-driven on</source>
        <translation>이벤트 기반 켜짐</translation>
    </message>
    <message>
        <source>event-driven off</source>
        <translation>이벤트 기반 꺼짐</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message numerus="yes">
        <source>retry of %n saga(s)</source>
        <translation>
            <numerusform>사가 %n건 재시도</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>compensation of %n saga(s)</source>
        <translation>
            <numerusform>사가 %n건 보상</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saga(s) resolved</source>
        <translation>
            <numerusform>사가 %n건 수동 해결</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>refund of %n order(s)</source>
        <translation>
            <numerusform>주문 %n건 환불</numerusform>
        </translation>
    </message>
    <message>
        <source>still</source>
        <translation>계속 중</translation>
    </message>
    <message>
        <source>event-driven</source>
        <translation>이벤트 기반</translation>
    </message>
    <message>
        <source>legacy</source>
        <translation>레거시</translation>
    </message>
    <message>
        <source>no step</source>
        <translation>단계 없음</translation>
    </message>
    <message>
        <source>compensation</source>
        <translation>보상</translation>
    </message>
    <message>
        <source>one row a saga</source>
        <translation>사가마다 한 줄</translation>
    </message>
    <message numerus="yes">
        <source>packed, %n row(s)</source>
        <translation>
            <numerusform>%n줄로 모음</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 folded</source>
        <translation>%1건 접힘</translation>
    </message>
    <message>
        <source>count per %1</source>
        <translation>%1당 건수</translation>
    </message>
    <message>
        <source>top: %1</source>
        <translation>최댓값: %1</translation>
    </message>
    <message>
        <source>emergency rollback</source>
        <translation>긴급 롤백</translation>
    </message>
    <message>
        <source>rollback released</source>
        <translation>롤백 해제</translation>
    </message>
    <message>
        <source>process lost: %1</source>
        <translation>프로세스 중단: %1</translation>
    </message>
    <message>
        <source>gateway silent: %1</source>
        <translation>게이트웨이 응답 없음: %1</translation>
    </message>
</context>
<context>
    <name>saga::ui::TimelinePage</name>
    <message>
        <source>Timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>How much time is shown</source>
        <translation>표시할 시간 범위</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>하루</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>1시간</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15분</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1분</translation>
    </message>
    <message>
        <source>1 s</source>
        <translation>1초</translation>
    </message>
    <message>
        <source>10 ms</source>
        <translation>10ms</translation>
    </message>
    <message>
        <source>Lanes by</source>
        <translation>레인 기준</translation>
    </message>
    <message>
        <source>status</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>route</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>표식</translation>
    </message>
    <message>
        <source>Show more time</source>
        <translation>축소 (더 긴 시간)</translation>
    </message>
    <message>
        <source>Show less time</source>
        <translation>확대 (더 짧은 시간)</translation>
    </message>
    <message>
        <source>Toggle flips, rollbacks, operators&apos; actions, processes that were lost</source>
        <translation>토글 변경, 롤백, 운영자 작업, 중단된 프로세스</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>Hold or follow the live edge</source>
        <translation>실시간 따라가기 전환</translation>
    </message>
    <message>
        <source>Show or hide the markers</source>
        <translation>표식 표시 전환</translation>
    </message>
    <message>
        <source>Show the day</source>
        <translation>하루 보기</translation>
    </message>
    <message>
        <source>Show an hour</source>
        <translation>1시간 보기</translation>
    </message>
    <message>
        <source>Show 15 minutes</source>
        <translation>15분 보기</translation>
    </message>
    <message>
        <source>Show a minute</source>
        <translation>1분 보기</translation>
    </message>
    <message>
        <source>Show a second</source>
        <translation>1초 보기</translation>
    </message>
    <message>
        <source>Lanes by status</source>
        <translation>상태별 레인</translation>
    </message>
    <message>
        <source>Lanes by step</source>
        <translation>단계별 레인</translation>
    </message>
    <message>
        <source>Lanes by route</source>
        <translation>경로별 레인</translation>
    </message>
    <message>
        <source>Move in time; with Shift, select</source>
        <translation>시간 이동, Shift와 함께 구간 선택</translation>
    </message>
    <message>
        <source>A day ago, now</source>
        <translation>하루 전, 지금</translation>
    </message>
    <message>
        <source>The saga above, below</source>
        <translation>위, 아래 사가</translation>
    </message>
    <message>
        <source>Open the saga</source>
        <translation>사가 열기</translation>
    </message>
    <message>
        <source>Hold live edge</source>
        <translation>화면 고정</translation>
    </message>
    <message>
        <source>Follow now</source>
        <translation>지금 따라가기</translation>
    </message>
    <message>
        <source>now; point at the lanes to read a moment</source>
        <translation>현재 값, 레인 위를 가리키면 그 시점을 읽습니다</translation>
    </message>
    <message>
        <source>read-out under the pointer</source>
        <translation>포인터 위치의 값</translation>
    </message>
    <message>
        <source>double click or Enter opens it</source>
        <translation>두 번 클릭하거나 Enter로 열기</translation>
    </message>
    <message>
        <source>Reading the timeline</source>
        <translation>타임라인을 읽는 중</translation>
    </message>
    <message>
        <source>Nothing happened in the last day</source>
        <translation>지난 하루 동안 기록이 없습니다</translation>
    </message>
    <message>
        <source>Sagas and payments appear here while they run. Earlier days are to the left.</source>
        <translation>실행되는 사가와 결제가 여기에 나타납니다. 이전 날짜는 왼쪽에 있습니다.</translation>
    </message>
    <message>
        <source>This role may not read the timeline</source>
        <translation>이 역할은 타임라인을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>The timeline could not be read</source>
        <translation>타임라인을 읽지 못했습니다</translation>
    </message>
    <message>
        <source>Incident file of what is selected, or shown</source>
        <translation>선택했거나 보이는 기간의 장애 파일</translation>
    </message>
    <message>
        <source>Incident file</source>
        <translation>장애 파일</translation>
    </message>
    <message>
        <source>ZIP files (*.zip)</source>
        <translation>ZIP 파일 (*.zip)</translation>
    </message>
</context>
<context>
    <name>saga::ui::TimelineStrip</name>
    <message>
        <source>The day as a whole</source>
        <translation>하루 전체</translation>
    </message>
    <message>
        <source>Press or drag to move the part of the day that is shown below</source>
        <translation>누르거나 끌면 아래에 표시할 시간대가 이동합니다</translation>
    </message>
</context>
<context>
    <name>saga::ui::TimelineView</name>
    <message>
        <source>Sagas over time</source>
        <translation>시간에 따른 사가</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 선택됨</translation>
    </message>
</context>
<context>
    <name>saga::ui::TogglePanel</name>
    <message>
        <source>Back</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Toggle</source>
        <translation>토글</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>카나리</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>아직 알 수 없음</translation>
    </message>
    <message>
        <source>Overruled by the rollback</source>
        <translation>롤백이 우선합니다</translation>
    </message>
    <message>
        <source>stored: on, %1 %, %2</source>
        <translation>저장값: 켜짐, %1 %, %2</translation>
    </message>
    <message>
        <source>stored: off, %1</source>
        <translation>저장값: 꺼짐, %1</translation>
    </message>
    <message>
        <source>Event-driven route is on</source>
        <translation>이벤트 기반 경로 켜짐</translation>
    </message>
    <message>
        <source>Event-driven route is off</source>
        <translation>이벤트 기반 경로 꺼짐</translation>
    </message>
    <message>
        <source>%1, %2 by %3</source>
        <translation>%1, %2 %3</translation>
    </message>
    <message>
        <source>Turn off…</source>
        <translation>끄기…</translation>
    </message>
    <message>
        <source>Turn on…</source>
        <translation>켜기…</translation>
    </message>
    <message>
        <source>Set the canary to %1 %…</source>
        <translation>카나리를 %1 %로…</translation>
    </message>
    <message>
        <source>Closed: %1</source>
        <translation>닫힘: %1</translation>
    </message>
    <message>
        <source>Move the slider to propose a share</source>
        <translation>슬라이더를 움직여 비율을 제안하세요</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 % now</source>
        <translation>지금 %1 %</translation>
    </message>
    <message>
        <source>instead of %1 %</source>
        <translation>(현재 %1 %)</translation>
    </message>
    <message>
        <source>%1 % stored</source>
        <translation>저장값 %1 %</translation>
    </message>
    <message>
        <source>VIP users stay on the legacy route, first users excepted</source>
        <translation>VIP 사용자는 레거시 경로에 남습니다 (우선 사용자는 예외)</translation>
    </message>
</context>
<context>
    <name>saga::ui::ViewBar</name>
    <message>
        <source>Name of the view</source>
        <translation>보기 이름</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, 변경됨</translation>
    </message>
    <message>
        <source>Saved views, now %1</source>
        <translation>저장된 보기, 현재 %1</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>저장된 보기</translation>
    </message>
    <message>
        <source>Saved views: filter, order and columns by name</source>
        <translation>저장된 보기: 필터·정렬·열을 이름으로 불러옵니다</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>현재 보기 저장…</translation>
    </message>
    <message>
        <source>Update “%1”</source>
        <translation>“%1” 업데이트</translation>
    </message>
    <message>
        <source>Rename “%1”…</source>
        <translation>“%1” 이름 바꾸기…</translation>
    </message>
    <message>
        <source>Delete “%1”</source>
        <translation>“%1” 삭제</translation>
    </message>
</context>
<context>
    <name>saga::ui::Words</name>
    <message>
        <source>the saga is not stuck, it goes on by itself</source>
        <translation>정체되지 않았고 스스로 진행합니다</translation>
    </message>
    <message>
        <source>the saga has ended, nothing is left to do</source>
        <translation>사가가 끝나 할 일이 없습니다</translation>
    </message>
    <message>
        <source>the saga has failed for good, only its compensation is open</source>
        <translation>사가가 최종 실패하여 보상만 할 수 있습니다</translation>
    </message>
    <message>
        <source>compensation is under way, retry continues it</source>
        <translation>보상이 진행 중이며 재시도하면 이어집니다</translation>
    </message>
    <message>
        <source>a refund is not compensated, retry continues it</source>
        <translation>환불은 보상하지 않으며 재시도하면 이어집니다</translation>
    </message>
    <message>
        <source>the saga can still be retried or compensated</source>
        <translation>아직 재시도하거나 보상할 수 있습니다</translation>
    </message>
    <message>
        <source>the saga was already resolved by hand</source>
        <translation>이미 수동으로 종결되었습니다</translation>
    </message>
    <message>
        <source>the saga has a status that is not known here</source>
        <translation>알 수 없는 상태입니다</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>재시도</translation>
    </message>
    <message>
        <source>Compensate</source>
        <translation>보상</translation>
    </message>
    <message>
        <source>Resolve by hand</source>
        <translation>수동 종결</translation>
    </message>
    <message numerus="yes">
        <source>Retry %n saga(s)</source>
        <translation>
            <numerusform>사가 %n건 재시도</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Compensate %n saga(s)</source>
        <translation>
            <numerusform>사가 %n건 보상</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resolve %n saga(s)</source>
        <translation>
            <numerusform>사가 %n건 종결</numerusform>
        </translation>
    </message>
    <message>
        <source>runs again</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>runs for the first time</source>
        <translation>처음 실행</translation>
    </message>
    <message>
        <source>is undone</source>
        <translation>되돌림</translation>
    </message>
    <message>
        <source>nothing stands</source>
        <translation>남은 것 없음</translation>
    </message>
    <message>
        <source>event-driven</source>
        <translation>이벤트 기반</translation>
    </message>
    <message>
        <source>legacy</source>
        <translation>레거시</translation>
    </message>
</context>
</TS>
