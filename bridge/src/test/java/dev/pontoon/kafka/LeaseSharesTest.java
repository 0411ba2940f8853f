package dev.pontoon.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LeaseSharesTest {

  @Property
  void allThatIsWantedIsGivenOnceAndOnlyToOneThatWantsIt(@ForAll Random random) {
    Map<String, LeaseNote> members = anyMembers(random);
    Map<String, String> holders = holders(LeaseShares.of(members));
    SortedSet<String> wanted = new TreeSet<>();
    members.values().forEach(note -> wanted.addAll(note.wanted()));
    assertThat(holders.keySet()).isEqualTo(wanted);
    holders.forEach(
        (route, member) -> assertThat(members.get(member).wanted()).as(member).contains(route));
  }

  @Property
  void whoHoldsKeepsAndOfTwoTheOneWhoWasAskedLast(@ForAll Random random) {
    Map<String, LeaseNote> members = anyMembers(random);
    Map<String, String> holders = holders(LeaseShares.of(members));
    members.forEach(
        (id, note) ->
            note.held()
                .forEach(
                    route -> {
                      LeaseNote keeper = members.get(holders.get(route));
                      assertThat(keeper.held()).as(route).contains(route);
                      assertThat(keeper.generation()).isGreaterThanOrEqualTo(note.generation());
                    }));
  }

  @Property
  void theOrderOfTheMembersDoesNotMatter(@ForAll Random random) {
    Map<String, LeaseNote> members = anyMembers(random);
    List<String> ids = new ArrayList<>(members.keySet());
    Collections.shuffle(ids, random);
    Map<String, LeaseNote> shuffled = new LinkedHashMap<>();
    ids.forEach(id -> shuffled.put(id, members.get(id)));
    assertThat(LeaseShares.of(shuffled)).isEqualTo(LeaseShares.of(members));
  }

  @Property
  void whatIsFreeIsSpread(@ForAll Random random) {
    int count = 1 + random.nextInt(5);
    TreeSet<String> routes = routes(random.nextInt(40), random);
    Map<String, LeaseNote> members = new HashMap<>();
    for (int i = 0; i < count; i++) {
      members.put("m" + i, new LeaseNote(i, LeaseNote.NONE, new TreeSet<>(), routes));
    }
    var sizes = LeaseShares.of(members).values().stream().map(SortedSet::size).toList();
    assertThat(Collections.max(sizes) - Collections.min(sizes)).isLessThanOrEqualTo(1);
  }

  @Test
  void aMemberThatDidNotAnswerKeepsWhatItMayHaveBeenGiven() {
    TreeSet<String> one = new TreeSet<>(List.of("route"));
    Map<String, LeaseNote> members = new HashMap<>();
    members.put("z-silent", new LeaseNote(1, 4, new TreeSet<>(), one));
    members.put("a-answers", new LeaseNote(2, 5, new TreeSet<>(), one));
    members.put("b-new", new LeaseNote(3, LeaseNote.NONE, new TreeSet<>(), one));
    assertThat(holders(LeaseShares.of(members))).containsEntry("route", "z-silent");
    members.put("a-answers", new LeaseNote(2, 5, one, one));
    assertThat(holders(LeaseShares.of(members))).containsEntry("route", "a-answers");
  }

  @Test
  void nobodyThereIsNobodyGiven() {
    assertThat(LeaseShares.of(Map.of())).isEmpty();
  }

  private static Map<String, String> holders(Map<String, SortedSet<String>> shares) {
    Map<String, String> holders = new HashMap<>();
    shares.forEach(
        (member, routes) ->
            routes.forEach(route -> assertThat(holders.put(route, member)).as(route).isNull()));
    return holders;
  }

  private static Map<String, LeaseNote> anyMembers(Random random) {
    Map<String, LeaseNote> members = new HashMap<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      TreeSet<String> wanted = routes(random.nextInt(12), random);
      int generation = random.nextInt(5) - 1;
      TreeSet<String> held = new TreeSet<>();
      if (generation != LeaseNote.NONE) {
        wanted.stream().filter(route -> random.nextBoolean()).forEach(held::add);
      }
      members.put("m" + i, new LeaseNote(i, generation, held, wanted));
    }
    return members;
  }

  private static TreeSet<String> routes(int count, Random random) {
    TreeSet<String> routes = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      routes.add("r" + random.nextInt(15));
    }
    return routes;
  }
}
