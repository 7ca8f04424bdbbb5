workspace "Loketten" {
}
