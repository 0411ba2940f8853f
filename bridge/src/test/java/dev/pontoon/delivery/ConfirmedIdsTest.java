package dev.pontoon.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConfirmedIdsTest {

  @Property
  void remembersExactlyTheLastOnes(
      @ForAll @IntRange(min = 1, max = 6) int power,
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 150) Integer> ids) {
    int capacity = 1 << power;
    sameAsTheModel(capacity, ids.stream().map(ConfirmedIdsTest::spread).toList());
  }

  @Property
  void worksWhenAllFallIntoTheSamePlace(
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 60) Integer> ids) {
    // The low 20 bits, which choose the place, are the same for all.
    sameAsTheModel(16, ids.stream().map(i -> new Identity(0, (long) i << 20)).toList());
  }

  @Property
  void worksWhenPlacesLieSideBySideOverTheEnd(
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 9) Integer> ids) {
    sameAsTheModel(8, ids.stream().map(i -> new Identity(0, 12 + i + ((long) i << 32))).toList());
  }

  @Test
  void growsToItsCapacityAndThenForgetsTheOldest() {
    ConfirmedIds ids = new ConfirmedIds(1024);
    for (int i = 0; i < 1024; i++) {
      ids.add(spread(i));
    }
    assertThat(ids.size()).isEqualTo(1024);
    assertThat(ids.contains(spread(0))).isTrue();
    for (int i = 1024; i < 5_000; i++) {
      ids.add(spread(i));
      assertThat(ids.contains(spread(i - 1024))).isFalse();
      assertThat(ids.contains(spread(i - 1023))).isTrue();
    }
    assertThat(ids.size()).isEqualTo(1024);
  }

  @Test
  void theZeroIdentityIsAnIdentityToo() {
    ConfirmedIds ids = new ConfirmedIds(4);
    assertThat(ids.contains(new Identity(0, 0))).isFalse();
    ids.add(new Identity(0, 0));
    assertThat(ids.contains(new Identity(0, 0))).isTrue();
    assertThat(ids.contains(new Identity(0, 1))).isFalse();
  }

  @Test
  void manyThatRememberShareTheRoom() {
    IdAllowance allowance = new IdAllowance();
    List<ConfirmedIds> all = new ArrayList<>();
    for (int route = 0; route < 20; route++) {
      ConfirmedIds ids = new ConfirmedIds(ConfirmedIds.CAPACITY, allowance);
      for (int i = 0; i < 2 * ConfirmedIds.CAPACITY; i++) {
        ids.add(spread(i));
      }
      assertThat(ids.contains(spread(2 * ConfirmedIds.CAPACITY - ids.size()))).isTrue();
      assertThat(ids.contains(spread(2 * ConfirmedIds.CAPACITY - ids.size() - 1))).isFalse();
      all.add(ids);
    }
    assertThat(all.get(0).size()).isEqualTo(ConfirmedIds.CAPACITY);
    assertThat(all.get(19).size()).isEqualTo(IdAllowance.EACH);
    assertThat(all.stream().mapToInt(ConfirmedIds::size).sum())
        .isLessThanOrEqualTo(IdAllowance.TOGETHER + 20 * IdAllowance.EACH);
    all.get(0).giveBack();
    all.get(0).giveBack();
    ConfirmedIds next = new ConfirmedIds(ConfirmedIds.CAPACITY, allowance);
    for (int i = 0; i < ConfirmedIds.CAPACITY; i++) {
      next.add(spread(i));
    }
    assertThat(next.size()).isEqualTo(ConfirmedIds.CAPACITY);
  }

  private static void sameAsTheModel(int capacity, List<Identity> sequence) {
    ConfirmedIds ids = new ConfirmedIds(capacity);
    LinkedHashSet<Identity> model = new LinkedHashSet<>();
    Set<Identity> seen = new LinkedHashSet<>(sequence);
    for (Identity id : sequence) {
      ids.add(id);
      if (model.add(id) && model.size() > capacity) {
        model.remove(model.iterator().next());
      }
      for (Identity any : seen) {
        assertThat(ids.contains(any)).isEqualTo(model.contains(any));
      }
      assertThat(ids.size()).isEqualTo(model.size());
    }
  }

  private static Identity spread(int i) {
    return new Identity(i * 0x9e3779b97f4a7c15L, i * 0xc2b2ae3d27d4eb4fL);
  }
}
