/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chapters of the tour. Each starts with a new home and ends with the program closed. */
#pragma once

#include "lk-tour.h"

G_BEGIN_DECLS

void lk_chapter_implicit           (LkTour *tour);
void lk_chapter_code               (LkTour *tour);
void lk_chapter_refresh            (LkTour *tour);
void lk_chapter_inspector          (LkTour *tour);
void lk_chapter_refusals           (LkTour *tour);
void lk_chapter_interrupted        (LkTour *tour);
void lk_chapter_browser            (LkTour *tour);
void lk_chapter_paste              (LkTour *tour);
void lk_chapter_chats              (LkTour *tour);
void lk_chapter_clients            (LkTour *tour);
void lk_chapter_client_credentials (LkTour *tour);
void lk_chapter_conversations      (LkTour *tour);
void lk_chapter_diagnosis          (LkTour *tour);

G_END_DECLS
