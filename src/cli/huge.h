/* SPDX-License-Identifier: MIT */
/*
 * huge.h - memory for the library, of huge pages where there may be some
 *
 * The index and other tables are looked up at random: with pages of 4 KiB most
 * look-ups miss the TLB too, and a walk through the page tables costs more than the
 * line itself.
 */
#ifndef CLI_HUGE_H
#define CLI_HUGE_H
#include "declutter.h"

/* malloc and free, but that pieces of 2 MiB and more start where a huge page can. */
struct declutter_allocator huge_allocator(void);

#endif
