import pytest

from survey.downloads.products import GROUPS, PRODUCTS, in_groups, names, product_named


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=list(PRODUCTS))
def test_every_product_says_what_is_in_it_and_stands_in_a_group(product):
    assert str(product.about).endswith(".")
    assert product.group in GROUPS


def test_the_groups_hold_every_product_once():
    listed = [product.file_name for _words, products in in_groups() for product in products]
    assert sorted(listed) == sorted(PRODUCTS)


def test_a_csv_file_is_found_with_and_without_its_ending():
    assert [product_named(name) for name in names()] == list(PRODUCTS.values())
    assert product_named("matrix.csv") is product_named("matrix")
    assert product_named("archive") is None
