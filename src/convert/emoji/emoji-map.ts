// Made by scripts/emoji-map.ts from emoji-toolkit; a test compares the two.

/**
 * A line holds a sequence and its names, the primary one first. The sequence is of code points in hexadecimal:
 * `-` stands between two of them, `_` for U+200D, `!` for U+FE0F, `+` where a skin tone may stand and `=` where
 * one may stand in the place of U+FE0F. In a name `~` stands for the name of the tone; a name without it takes
 * the tone at its end. A line with no other than `~` names has no emoji without tone.
 */
export const emojiLines = `2049! interrobang
2122! tm trade_mark
2139! information_source information
2194! left_right_arrow
2195! arrow_up_down up_down_arrow
2196! arrow_upper_left up_left_arrow
2197! arrow_upper_right
2198! arrow_lower_right
2199! arrow_lower_left
2328! keyboard
2600! sunny sun
2601! cloud
2602! umbrella2
2603! snowman2
2604! comet
2611! ballot_box_with_check
2614 umbrella
2615 coffee hot_beverage
2618! shamrock
2620! skull_crossbones skull_and_crossbones
2622! radioactive radioactive_sign
2623! biohazard biohazard_sign
2626! orthodox_cross
2638! wheel_of_dharma
2639! frowning2 white_frowning_face frowning_face
2640! female_sign
2642! male_sign
2648 aries
2649 taurus
2650 sagittarius
2651 capricorn
2652 aquarius
2653 pisces
2660! spades spade_suit
2663! clubs club_suit
2665! hearts heart_suit
2666! diamonds diamond_suit
2668! hotsprings hot_springs
2692! hammer_pick hammer_and_pick
2693 anchor
2694! crossed_swords
2695! medical_symbol
2696! scales balance_scale
2697! alembic
2699! gear
2702! scissors
2705 white_check_mark
2708! airplane
2709! envelope
2712! black_nib
2714! heavy_check_mark check_mark
2716! heavy_multiplication_x
2721! star_of_david
2728 sparkles
2733! eight_spoked_asterisk
2734! eight_pointed_black_star
2744! snowflake
2747! sparkle
2753 question question_mark
2754 grey_question
2755 grey_exclamation
2757 exclamation
2763! heart_exclamation heavy_heart_exclamation_mark_ornament
2764! heart red_heart
2795 heavy_plus_sign
2796 heavy_minus_sign
2797 heavy_division_sign
2934! arrow_heading_up
2935! arrow_heading_down
3030! wavy_dash
3297! congratulations
3299! secret
1f600 grinning grinning_face
1f603 smiley
1f604 smile
1f601 grin
1f606 laughing satisfied
1f979 face_holding_back_tears
1f605 sweat_smile
1f602 joy
1f923 rofl rolling_on_the_floor_laughing
1f972 smiling_face_with_tear
263a! relaxed smiling_face
1f60a blush
1f607 innocent
1f642 slight_smile slightly_smiling_face
1f643 upside_down upside_down_face
1f609 wink winking_face
1f60c relieved relieved_face
1f60d heart_eyes
1f970 smiling_face_with_3_hearts
1f618 kissing_heart
1f617 kissing kissing_face
1f619 kissing_smiling_eyes
1f61a kissing_closed_eyes
1f60b yum
1f61b stuck_out_tongue
1f61d stuck_out_tongue_closed_eyes
1f61c stuck_out_tongue_winking_eye
1f92a zany_face
1f928 face_with_raised_eyebrow
1f9d0 face_with_monocle
1f913 nerd nerd_face
1f60e sunglasses
1f978 disguised_face
1f929 star_struck
1f973 partying_face
1f642_2195! head_shaking_vertically
1f60f smirk smirking_face
1f612 unamused unamused_face
1f642_2194! head_shaking_horizontally
1f61e disappointed
1f614 pensive pensive_face
1f61f worried worried_face
1f615 confused confused_face
1f641 slight_frown slightly_frowning_face
1f623 persevere
1f616 confounded
1f62b tired_face
1f629 weary weary_face
1f97a pleading_face
1f622 cry crying_face
1f62d sob
1f624 triumph
1f620 angry angry_face
1f621 rage pouting_face
1f92c face_with_symbols_over_mouth
1f92f exploding_head
1f633 flushed flushed_face
1f975 hot_face
1f976 cold_face
1f636_1f32b! face_in_clouds
1f631 scream
1f628 fearful fearful_face
1f630 cold_sweat
1f625 disappointed_relieved
1f613 sweat
1f917 hugging hugging_face
1f914 thinking thinking_face
1fae3 face_with_peeking_eye
1f92d face_with_hand_over_mouth
1fae2 face_with_open_eyes_and_hand_over_mouth
1fae1 saluting_face
1f92b shushing_face
1fae0 melting_face
1f925 lying_face liar
1f636 no_mouth
1fae5 dotted_line_face
1f610 neutral_face
1fae4 face_with_diagonal_mouth
1f611 expressionless
1fae8 shaking_face
1f62c grimacing
1f644 rolling_eyes face_with_rolling_eyes
1f62f hushed hushed_face
1f626 frowning
1f627 anguished
1f62e open_mouth
1f632 astonished
1f971 yawning_face
1fae9 face_with_bags_under_eyes
1faea distorted_face
1f634 sleeping sleeping_face
1f924 drooling_face drool
1f62a sleepy sleepy_face
1f62e_1f4a8 face_exhaling
1f635 dizzy_face
1f635_1f4ab face_with_spiral_eyes
1f910 zipper_mouth zipper_mouth_face
1f974 woozy_face
1f922 nauseated_face sick
1f92e face_vomiting
1f927 sneezing_face sneeze
1f637 mask
1f912 thermometer_face face_with_thermometer
1f915 head_bandage face_with_head_bandage
1f911 money_mouth money_mouth_face
1f920 cowboy face_with_cowboy_hat
1f608 smiling_imp
1f47f imp
1f479 japanese_ogre ogre
1f47a japanese_goblin goblin
1f921 clown clown_face
1f4a9 poop shit hankey poo pile_of_poo
1f47b ghost
1f480 skull skeleton
1f47d alien
1f47e space_invader alien_monster
1f916 robot robot_face
1f383 jack_o_lantern
1f63a smiley_cat grinning_cat
1f638 smile_cat
1f639 joy_cat
1f63b heart_eyes_cat
1f63c smirk_cat
1f63d kissing_cat
1f640 scream_cat weary_cat
1f63f crying_cat_face crying_cat
1f63e pouting_cat
1faf6+ heart_hands
1f932+ palms_up_together
1f450+ open_hands
1f64c+ raised_hands raising_hands
1f44f+ clap
1f91d+ handshake shaking_hands
1f44d+ thumbsup +1 thumbup thumbs_up
1f44e+ thumbsdown -1 thumbdown thumbs_down
1f44a+ punch oncoming_fist
270a+ fist raised_fist
1f91b+ left_facing_fist left_fist
1f91c+ right_facing_fist right_fist
1faf7+ leftwards_pushing_hand
1faf8+ rightwards_pushing_hand
1f91e+ fingers_crossed hand_with_index_and_middle_finger_crossed fingers_crossed~ hand_with_index_and_middle_fingers_crossed~
270c= v victory_hand
1faf0+ hand_with_index_finger_and_thumb_crossed
1f91f+ love_you_gesture
1f918+ metal sign_of_the_horns
1f44c+ ok_hand
1f90c+ pinched_fingers
1f90f+ pinching_hand
1faf3+ palm_down_hand
1faf4+ palm_up_hand
1f448+ point_left
1f449+ point_right
1f446+ point_up_2
1f447+ point_down
261d= point_up
270b+ raised_hand
1f91a+ raised_back_of_hand back_of_hand
1f590= hand_splayed raised_hand_with_fingers_splayed
1f596+ vulcan raised_hand_with_part_between_middle_and_ring_fingers vulcan_salute
1f44b+ wave waving_hand
1f919+ call_me call_me_hand
1faf2+ leftwards_hand
1faf1+ rightwards_hand
1f4aa+ muscle flexed_biceps
1f9be mechanical_arm
1f595+ middle_finger reversed_hand_with_middle_finger_extended
270d= writing_hand
1f64f+ pray folded_hands
1faf5+ index_pointing_at_the_viewer
1f9b6+ foot
1f9b5+ leg
1f9bf mechanical_leg
1f484 lipstick
1f48b kiss kiss_mark
1f444 lips mouth
1fae6 biting_lip
1f9b7 tooth
1f445 tongue
1f442+ ear
1f9bb+ ear_with_hearing_aid
1f443+ nose
1fac6 fingerprint
1f463 footprints
1f441! eye
1f440 eyes
1fac0 anatomical_heart
1fac1 lungs
1f9e0 brain
1f5e3! speaking_head speaking_head_in_silhouette
1f464 bust_in_silhouette
1f465 busts_in_silhouette
1fac2 people_hugging
1f476+ baby
1f9d2+ child
1f467+ girl
1f466+ boy
1f9d1+ adult person
1f469+ woman
1f468+ man
1f9d1+_1f9b1 person_curly_hair person~_curly_hair
1f469+_1f9b1 woman_curly_haired
1f468+_1f9b1 man_curly_haired
1f9d1+_1f9b0 person_red_hair person~_red_hair
1f469+_1f9b0 woman_red_haired
1f468+_1f9b0 man_red_haired man_red_hair
1f471+ blond_haired_person person_with_blond_hair
1f471+_2640! blond-haired_woman
1f471+_2642! blond-haired_man
1f9d1+_1f9b3 person_white_hair person~_white_hair
1f469+_1f9b3 woman_white_haired
1f468+_1f9b3 man_white_haired
1f9d1+_1f9b2 person_bald person~_bald
1f469+_1f9b2 woman_bald
1f468+_1f9b2 man_bald
1f9d4+ bearded_person person_beard
1f9d4+_2640! woman_beard woman~_beard
1f9d4+_2642! man_beard man~_beard
1f9d3+ older_adult older_person
1f475+ older_woman grandma old_woman
1f474+ older_man old_man
1f472+ man_with_chinese_cap man_with_gua_pi_mao
1f473+ person_wearing_turban man_with_turban
1f473+_2640! woman_wearing_turban
1f473+_2642! man_wearing_turban
1f9d5+ woman_with_headscarf
1f46e+ police_officer cop
1f46e+_2640! woman_police_officer
1f46e+_2642! man_police_officer
1f477+ construction_worker
1f477+_2640! woman_construction_worker
1f477+_2642! man_construction_worker
1f482+ guard guardsman
1f482+_2640! woman_guard
1f482+_2642! man_guard
1f575= detective spy sleuth_or_spy
1f575=_2640! woman_detective
1f575=_2642! man_detective
1f9d1+_2695! health_worker
1f469+_2695! woman_health_worker
1f468+_2695! man_health_worker
1f9d1+_1f33e farmer
1f469+_1f33e woman_farmer
1f468+_1f33e man_farmer
1f9d1+_1f373 cook
1f469+_1f373 woman_cook
1f468+_1f373 man_cook
1f9d1+_1f393 student
1f469+_1f393 woman_student
1f468+_1f393 man_student
1f9d1+_1f3a4 singer
1f469+_1f3a4 woman_singer
1f468+_1f3a4 man_singer
1f9d1+_1f3eb teacher
1f469+_1f3eb woman_teacher
1f468+_1f3eb man_teacher
1f9d1+_1f3ed factory_worker
1f469+_1f3ed woman_factory_worker
1f468+_1f3ed man_factory_worker
1f9d1+_1f4bb technologist
1f469+_1f4bb woman_technologist
1f468+_1f4bb man_technologist
1f9d1+_1f4bc office_worker
1f469+_1f4bc woman_office_worker
1f468+_1f4bc man_office_worker
1f9d1+_1f527 mechanic
1f469+_1f527 woman_mechanic
1f468+_1f527 man_mechanic
1f9d1+_1f52c scientist
1f469+_1f52c woman_scientist
1f468+_1f52c man_scientist
1f9d1+_1f3a8 artist
1f469+_1f3a8 woman_artist
1f468+_1f3a8 man_artist
1f9d1+_1f692 firefighter
1f469+_1f692 woman_firefighter
1f468+_1f692 man_firefighter
1f9d1+_2708! pilot
1f469+_2708! woman_pilot
1f468+_2708! man_pilot
1f9d1+_1f680 astronaut
1f469+_1f680 woman_astronaut
1f468+_1f680 man_astronaut
1f9d1+_2696! judge
1f469+_2696! woman_judge
1f468+_2696! man_judge
1f470+ person_with_veil
1f470+_2640! woman_with_veil
1f470+_2642! man_with_veil
1f935+ person_in_tuxedo person_in_tuxedo~ tuxedo~
1f935+_2640! woman_in_tuxedo
1f935+_2642! man_in_tuxedo
1fac5+ person_with_crown
1f478+ princess
1f934+ prince
1f9b8+ superhero
1f9b8+_2640! woman_superhero
1f9b8+_2642! man_superhero
1f9b9+ supervillain
1f9b9+_2640! woman_supervillain
1f9b9+_2642! man_supervillain
1f977+ ninja
1f9d1+_1f384 mx_claus
1f936+ mrs_claus mother_christmas
1f385+ santa santa_claus
1f9d9+ mage
1f9d9+_2640! woman_mage
1f9d9+_2642! man_mage
1f9dd+ elf
1f9dd+_2640! woman_elf
1f9dd+_2642! man_elf
1f9cc troll
1f9db+ vampire
1f9db+_2640! woman_vampire
1f9db+_2642! man_vampire
1f9df zombie
1f9df_2640! woman_zombie
1f9df_2642! man_zombie
1f9de genie
1f9de_2640! woman_genie
1f9de_2642! man_genie
1f9dc+ merperson
1f9dc+_2640! mermaid
1f9dc+_2642! merman
1f9da+ fairy
1f9da+_2640! woman_fairy
1f9da+_2642! man_fairy
1f47c+ angel baby_angel
1fac4+ pregnant_person
1f930+ pregnant_woman expecting_woman
1fac3+ pregnant_man
1f931+ breast_feeding
1f9d1+_1f37c person_feeding_baby
1f469+_1f37c woman_feeding_baby
1f468+_1f37c man_feeding_baby
1f647+ person_bowing bow
1f647+_2640! woman_bowing
1f647+_2642! man_bowing
1f481+ person_tipping_hand information_desk_person
1f481+_2640! woman_tipping_hand
1f481+_2642! man_tipping_hand
1f645+ person_gesturing_no no_good
1f645+_2640! woman_gesturing_no
1f645+_2642! man_gesturing_no
1f646+ person_gesturing_ok ok_woman
1f646+_2640! woman_gesturing_ok
1f646+_2642! man_gesturing_ok
1f64b+ person_raising_hand raising_hand
1f64b+_2640! woman_raising_hand
1f64b+_2642! man_raising_hand
1f9cf+ deaf_person
1f9cf+_2640! deaf_woman
1f9cf+_2642! deaf_man
1f926+ person_facepalming face_palm facepalm
1f926+_2640! woman_facepalming
1f926+_2642! man_facepalming
1f937+ person_shrugging shrug
1f937+_2640! woman_shrugging
1f937+_2642! man_shrugging
1f64e+ person_pouting person_with_pouting_face
1f64e+_2640! woman_pouting
1f64e+_2642! man_pouting
1f64d+ person_frowning
1f64d+_2640! woman_frowning
1f64d+_2642! man_frowning
1f487+ person_getting_haircut haircut
1f487+_2640! woman_getting_haircut
1f487+_2642! man_getting_haircut
1f486+ person_getting_massage massage
1f486+_2640! woman_getting_face_massage
1f486+_2642! man_getting_face_massage
1f9d6+ person_in_steamy_room
1f9d6+_2640! woman_in_steamy_room
1f9d6+_2642! man_in_steamy_room
1f485+ nail_care nail_polish
1f933+ selfie
1f483+ dancer woman_dancing
1f57a+ man_dancing male_dancer
1f9d1+_1fa70 ballet_dancer
1f46f+ people_with_bunny_ears_partying dancers people_with_bunny_ears~
1f46f+_2640! women_with_bunny_ears_partying women_with_bunny_ears~
1f46f+_2642! men_with_bunny_ears_partying men_with_bunny_ears~
1f574= levitate man_in_business_suit_levitating
1f9d1+_1f9bd person_in_manual_wheelchair
1f469+_1f9bd woman_in_manual_wheelchair
1f468+_1f9bd man_in_manual_wheelchair
1f9d1+_1f9bd_27a1! person_in_manual_wheelchair_facing_right
1f469+_1f9bd_27a1! woman_in_manual_wheelchair_facing_right
1f468+_1f9bd_27a1! man_in_manual_wheelchair_facing_right
1f9d1+_1f9bc person_in_motorized_wheelchair
1f469+_1f9bc woman_in_motorized_wheelchair
1f468+_1f9bc man_in_motorized_wheelchair
1f9d1+_1f9bc_27a1! person_in_motorized_wheelchair_facing_right
1f469+_1f9bc_27a1! woman_in_motorized_wheelchair_facing_right
1f468+_1f9bc_27a1! man_in_motorized_wheelchair_facing_right
1f6b6+ person_walking walking
1f6b6+_2640! woman_walking
1f6b6+_2642! man_walking
1f6b6+_27a1! person_walking_facing_right
1f6b6+_2640!_27a1! woman_walking_facing_right
1f6b6+_2642!_27a1! man_walking_facing_right
1f9d1+_1f9af person_with_probing_cane
1f469+_1f9af woman_with_probing_cane
1f468+_1f9af man_with_probing_cane
1f9d1+_1f9af_27a1! person_with_white_cane_facing_right
1f469+_1f9af_27a1! woman_with_white_cane_facing_right
1f468+_1f9af_27a1! man_with_white_cane_facing_right
1f9ce+ person_kneeling
1f9ce+_2640! woman_kneeling
1f9ce+_2642! man_kneeling
1f9ce+_27a1! person_kneeling_facing_right
1f9ce+_2640!_27a1! woman_kneeling_facing_right
1f9ce+_2642!_27a1! man_kneeling_facing_right
1f3c3+ person_running runner
1f3c3+_2640! woman_running
1f3c3+_2642! man_running
1f3c3+_27a1! person_running_facing_right
1f3c3+_2640!_27a1! woman_running_facing_right
1f3c3+_2642!_27a1! man_running_facing_right
1f9cd+ person_standing
1f9cd+_2640! woman_standing
1f9cd+_2642! man_standing
1f9d1+_1f91d_1f9d1+ people_holding_hands
1f46b+ couple woman_and_man_holding_hands~
1f46d+ two_women_holding_hands women_holding_hands~
1f46c+ two_men_holding_hands men_holding_hands~
1f491+ couple_with_heart
1f469+_2764!_1f468+ couple_with_heart_woman_man
1f469+_2764!_1f469+ couple_ww couple_with_heart_ww couple_with_heart_woman_woman~ couple_with_heart_woman_woman~~
1f468+_2764!_1f468+ couple_mm couple_with_heart_mm couple_with_heart_man_man~ couple_with_heart_man_man~~
1f48f+ couplekiss kiss~
1f469+_2764!_1f48b_1f468+ kiss_woman_man
1f469+_2764!_1f48b_1f469+ kiss_ww couplekiss_ww kiss_woman_woman~ kiss_woman_woman~~
1f468+_2764!_1f48b_1f468+ kiss_mm couplekiss_mm kiss_man_man kiss_man_man~ kiss_man_man~~
1f9d1_1f9d1_1f9d2 family_adult_adult_child
1f9d1_1f9d1_1f9d2_1f9d2 family_adult_adult_child_child
1f9d1_1f9d2_1f9d2 family_adult_child_child
1f9d1_1f9d2 family_adult_child
1f46a family
1f468_1f469_1f466 family_man_woman_boy
1f468_1f469_1f467 family_mwg
1f468_1f469_1f467_1f466 family_mwgb
1f468_1f469_1f466_1f466 family_mwbb
1f468_1f469_1f467_1f467 family_mwgg
1f469_1f469_1f466 family_wwb
1f469_1f469_1f467 family_wwg
1f469_1f469_1f467_1f466 family_wwgb
1f469_1f469_1f466_1f466 family_wwbb
1f469_1f469_1f467_1f467 family_wwgg
1f468_1f468_1f466 family_mmb
1f468_1f468_1f467 family_mmg
1f468_1f468_1f467_1f466 family_mmgb
1f468_1f468_1f466_1f466 family_mmbb
1f468_1f468_1f467_1f467 family_mmgg
1f469_1f466 family_woman_boy
1f469_1f467 family_woman_girl
1f469_1f467_1f466 family_woman_girl_boy
1f469_1f466_1f466 family_woman_boy_boy
1f469_1f467_1f467 family_woman_girl_girl
1f468_1f466 family_man_boy
1f468_1f467 family_man_girl
1f468_1f467_1f466 family_man_girl_boy
1f468_1f466_1f466 family_man_boy_boy
1f468_1f467_1f467 family_man_girl_girl
1faa2 knot
1f9f6 yarn
1f9f5 thread
1faa1 sewing_needle
1f9e5 coat
1f97c lab_coat
1f9ba safety_vest
1f45a womans_clothes
1f455 shirt t_shirt
1f456 jeans
1fa72 briefs
1fa73 shorts
1f454 necktie
1f457 dress
1f459 bikini
1fa71 one_piece_swimsuit
1f458 kimono
1f97b sari
1fa74 thong_sandal
1f97f womans_flat_shoe flat_shoe
1f460 high_heel
1f461 sandal womans_sandal
1f462 boot womans_boot
1f45e mans_shoe
1f45f athletic_shoe running_shoe
1f97e hiking_boot
1f9e6 socks
1f9e4 gloves
1f9e3 scarf
1f3a9 tophat top_hat
1f9e2 billed_cap
1f452 womans_hat
1f393 mortar_board
26d1! helmet_with_cross helmet_with_white_cross
1fa96 military_helmet
1f451 crown
1f48d ring
1f45d pouch clutch_bag
1f45b purse
1f45c handbag
1f4bc briefcase
1f392 school_satchel backpack
1f9f3 luggage
1f453 eyeglasses glasses
1f576! dark_sunglasses
1f97d goggles
1f302 closed_umbrella
1f9b1 curly_haired curly_hair
1f9b0 red_haired red_hair
1f9b3 white_haired white_hair
1f9b2 bald
1f436 dog dog_face
1f431 cat cat_face
1f42d mouse mouse_face
1f439 hamster
1f430 rabbit rabbit_face
1f98a fox fox_face
1f43b bear
1f43c panda_face panda
1f43b_2744! polar_bear
1f428 koala
1f42f tiger tiger_face
1f981 lion_face lion
1f42e cow cow_face
1f437 pig pig_face
1f43d pig_nose
1f438 frog
1f435 monkey_face
1f648 see_no_evil
1f649 hear_no_evil
1f64a speak_no_evil
1f412 monkey
1f414 chicken
1f427 penguin
1f426 bird
1f424 baby_chick
1f423 hatching_chick
1f425 hatched_chick
1fabf goose
1f986 duck
1f426_2b1b black_bird
1f985 eagle
1f989 owl
1f987 bat
1f43a wolf
1f417 boar
1f434 horse horse_face
1f984 unicorn unicorn_face
1face moose
1f41d bee honeybee
1fab1 worm
1f41b bug
1f98b butterfly
1f40c snail
1f41e lady_beetle
1f41c ant
1fab0 fly
1fab2 beetle
1fab3 cockroach
1f99f mosquito
1f997 cricket
1f577! spider
1f578! spider_web
1f982 scorpion
1f422 turtle
1f40d snake
1f98e lizard
1f996 t_rex
1f995 sauropod
1f419 octopus
1f991 squid
1fabc jellyfish
1f990 shrimp
1f99e lobster
1f980 crab
1f421 blowfish
1f420 tropical_fish
1f41f fish
1f42c dolphin
1f433 whale
1f40b whale2
1facd orca
1f988 shark
1f9ad seal
1f40a crocodile
1f405 tiger2
1f406 leopard
1f993 zebra
1f98d gorilla
1f9a7 orangutan
1fac8 hairy_creature
1f9a3 mammoth
1f418 elephant
1f99b hippopotamus
1f98f rhino rhinoceros
1f42a dromedary_camel
1f42b camel
1f992 giraffe
1f998 kangaroo
1f9ac bison
1f403 water_buffalo
1f402 ox
1f404 cow2
1facf donkey
1f40e racehorse
1f416 pig2
1f40f ram
1f411 sheep ewe
1f999 llama
1f410 goat
1f98c deer
1f415 dog2
1f429 poodle
1f9ae guide_dog
1f415_1f9ba service_dog
1f408 cat2
1f408_2b1b black_cat
1fab6 feather
1fabd wing
1f413 rooster
1f983 turkey
1f9a4 dodo
1f99a peacock
1f99c parrot
1f9a2 swan
1f9a9 flamingo
1f54a! dove dove_of_peace
1f407 rabbit2
1f99d raccoon
1f9a8 skunk
1f9a1 badger
1f9ab beaver
1f9a6 otter
1f9a5 sloth
1f401 mouse2
1f400 rat
1f43f! chipmunk
1f994 hedgehog
1f43e feet paw_prints
1f409 dragon
1f432 dragon_face
1f426_1f525 phoenix
1f335 cactus
1f384 christmas_tree
1f332 evergreen_tree
1f333 deciduous_tree
1f334 palm_tree
1fabe leafless_tree
1fab5 wood
1f331 seedling
1f33f herb
1f340 four_leaf_clover
1f38d bamboo
1fab4 potted_plant
1f38b tanabata_tree
1f343 leaves
1f342 fallen_leaf
1f341 maple_leaf
1faba nest_with_eggs
1fab9 empty_nest
1f344 mushroom
1f344_1f7eb brown_mushroom
1f41a shell spiral_shell
1fab8 coral
1faa8 rock
1f6d8 landslide
1f33e ear_of_rice sheaf_of_rice
1f490 bouquet
1f337 tulip
1f339 rose
1f940 wilted_rose wilted_flower
1fabb hyacinth
1fab7 lotus
1f33a hibiscus
1f338 cherry_blossom
1f33c blossom
1f33b sunflower
1f31e sun_with_face
1f31d full_moon_with_face
1f31b first_quarter_moon_with_face
1f31c last_quarter_moon_with_face
1f31a new_moon_with_face new_moon_face
1f315 full_moon
1f316 waning_gibbous_moon
1f317 last_quarter_moon
1f318 waning_crescent_moon
1f311 new_moon
1f312 waxing_crescent_moon
1f313 first_quarter_moon
1f314 waxing_gibbous_moon
1f319 crescent_moon
1f30e earth_americas
1f30d earth_africa
1f30f earth_asia
1fa90 ringed_planet
1f4ab dizzy
2b50 star
1f31f star2 glowing_star
26a1! zap high_voltage
1f4a5 boom collision
1f525 fire flame
1faef fight_cloud
1f32a! cloud_tornado cloud_with_tornado tornado
1f308 rainbow
1f324! white_sun_small_cloud white_sun_with_small_cloud
26c5 partly_sunny
1f325! white_sun_cloud white_sun_behind_cloud
1f326! white_sun_rain_cloud white_sun_behind_cloud_with_rain
1f327! cloud_rain cloud_with_rain
26c8! thunder_cloud_rain thunder_cloud_and_rain
1f329! cloud_lightning cloud_with_lightning
1f328! cloud_snow cloud_with_snow
26c4 snowman
1f32c! wind_blowing_face wind_face
1f4a8 dash dashing_away
1f4a7 droplet
1f4a6 sweat_drops
1fae7 bubbles
1f30a ocean water_wave
1f32b! fog
1f34f green_apple
1f34e apple red_apple
1f350 pear
1f34a tangerine
1f34b lemon
1f34b_1f7e9 lime
1f34c banana
1f349 watermelon
1f347 grapes
1f353 strawberry
1fad0 blueberries
1f348 melon
1f352 cherries
1f351 peach
1f96d mango
1f34d pineapple
1f965 coconut
1f95d kiwi kiwifruit kiwi_fruit
1f345 tomato
1f346 eggplant
1f951 avocado
1fadb pea_pod
1f966 broccoli
1f96c leafy_green
1f952 cucumber
1f336! hot_pepper
1fad1 bell_pepper
1f33d corn ear_of_corn
1f955 carrot
1fad2 olive
1f9c4 garlic
1f9c5 onion
1f954 potato
1fadc root_vegetable
1f360 sweet_potato
1fada ginger_root
1f950 croissant
1f96f bagel
1f35e bread
1f956 french_bread baguette_bread
1f968 pretzel
1f9c0 cheese cheese_wedge
1f95a egg
1f373 cooking
1f9c8 butter
1f95e pancakes
1f9c7 waffle
1f953 bacon
1f969 cut_of_meat
1f357 poultry_leg
1f356 meat_on_bone
1f9b4 bone
1f32d hotdog hot_dog
1f354 hamburger
1f35f fries french_fries
1f355 pizza
1fad3 flatbread
1f96a sandwich
1f959 stuffed_flatbread stuffed_pita
1f9c6 falafel
1f32e taco
1f32f burrito
1fad4 tamale
1f957 salad green_salad
1f958 shallow_pan_of_food paella
1fad5 fondue
1f96b canned_food
1fad9 jar
1f35d spaghetti
1f35c ramen steaming_bowl
1f372 stew pot_of_food
1f35b curry curry_rice
1f363 sushi
1f371 bento bento_box
1f95f dumpling
1f9aa oyster
1f364 fried_shrimp
1f359 rice_ball
1f35a rice cooked_rice
1f358 rice_cracker
1f365 fish_cake
1f960 fortune_cookie
1f96e moon_cake
1f362 oden
1f361 dango
1f367 shaved_ice
1f368 ice_cream
1f366 icecream
1f967 pie
1f9c1 cupcake
1f370 cake shortcake
1f382 birthday birthday_cake
1f36e custard pudding flan
1f36d lollipop
1f36c candy
1f36b chocolate_bar
1f37f popcorn
1f369 doughnut
1f36a cookie
1f330 chestnut
1f95c peanuts shelled_peanut
1fad8 beans
1f36f honey_pot
1f95b milk glass_of_milk
1fad7 pouring_liquid
1f37c baby_bottle
1fad6 teapot
1f375 tea
1f9c9 mate
1f9c3 beverage_box
1f964 cup_with_straw
1f9cb bubble_tea
1f376 sake
1f37a beer beer_mug
1f37b beers
1f942 champagne_glass clinking_glass
1f377 wine_glass
1f943 tumbler_glass whisky
1f378 cocktail
1f379 tropical_drink
1f37e champagne bottle_with_popping_cork
1f9ca ice_cube
1f944 spoon
1f374 fork_and_knife
1f37d! fork_knife_plate fork_and_knife_with_plate
1f963 bowl_with_spoon
1f961 takeout_box
1f962 chopsticks
1f9c2 salt
26bd soccer soccer_ball
1f3c0 basketball
1f3c8 football
26be baseball
1f94e softball
1f3be tennis
1f3d0 volleyball
1f3c9 rugby_football
1f94f flying_disc
1f3b1 8ball
1fa80 yo_yo
1f3d3 ping_pong table_tennis
1f3f8 badminton
1f3d2 hockey ice_hockey
1f3d1 field_hockey
1f94d lacrosse
1f3cf cricket_game cricket_bat_ball
1fa83 boomerang
1f945 goal goal_net
26f3 golf flag_in_hole
1fa81 kite
1f6dd playground_slide
1f3f9 bow_and_arrow archery
1f3a3 fishing_pole_and_fish fishing_pole
1f93f diving_mask
1f94a boxing_glove boxing_gloves
1f94b martial_arts_uniform karate_uniform
1f3bd running_shirt_with_sash running_shirt
1f6f9 skateboard
1f6fc roller_skate
1f6f7 sled
26f8! ice_skate
1f94c curling_stone
1f3bf ski skis
26f7! skier
1f3c2+ snowboarder
1fa82 parachute
1f3cb= person_lifting_weights lifter weight_lifter
1f3cb=_2640! woman_lifting_weights
1f3cb=_2642! man_lifting_weights
1f93c+ people_wrestling wrestlers wrestling
1f93c+_2640! women_wrestling
1f93c+_2642! men_wrestling
1f938+ person_doing_cartwheel cartwheel
1f938+_2640! woman_cartwheeling
1f938+_2642! man_cartwheeling
26f9= person_bouncing_ball basketball_player person_with_ball
26f9=_2640! woman_bouncing_ball
26f9=_2642! man_bouncing_ball
1f93a person_fencing fencer fencing
1f93e+ person_playing_handball handball
1f93e+_2640! woman_playing_handball
1f93e+_2642! man_playing_handball
1f3cc= person_golfing golfer
1f3cc=_2640! woman_golfing
1f3cc=_2642! man_golfing
1f3c7+ horse_racing
1f9d8+ person_in_lotus_position
1f9d8+_2640! woman_in_lotus_position
1f9d8+_2642! man_in_lotus_position
1f3c4+ person_surfing surfer
1f3c4+_2640! woman_surfing
1f3c4+_2642! man_surfing
1f3ca+ person_swimming swimmer
1f3ca+_2640! woman_swimming
1f3ca+_2642! man_swimming
1f93d+ person_playing_water_polo water_polo
1f93d+_2640! woman_playing_water_polo
1f93d+_2642! man_playing_water_polo
1f6a3+ person_rowing_boat rowboat
1f6a3+_2640! woman_rowing_boat
1f6a3+_2642! man_rowing_boat
1f9d7+ person_climbing
1f9d7+_2640! woman_climbing
1f9d7+_2642! man_climbing
1f6b5+ person_mountain_biking mountain_bicyclist
1f6b5+_2640! woman_mountain_biking
1f6b5+_2642! man_mountain_biking
1f6b4+ person_biking bicyclist
1f6b4+_2640! woman_biking
1f6b4+_2642! man_biking
1f3c6 trophy
1f947 first_place first_place_medal
1f948 second_place second_place_medal
1f949 third_place third_place_medal
1f3c5 medal sports_medal
1f396! military_medal
1f3f5! rosette
1f397! reminder_ribbon
1f3ab ticket
1f39f! tickets admission_tickets
1f3aa circus_tent
1f939+ person_juggling juggling juggler
1f939+_2640! woman_juggling
1f939+_2642! man_juggling
1f3ad performing_arts
1fa70 ballet_shoes
1f3a8 art
1fadf splatter
1f3ac clapper clapper_board
1f3a4 microphone
1f3a7 headphones headphone
1f3bc musical_score
1f3b9 musical_keyboard
1fa87 maracas
1f941 drum drum_with_drumsticks
1fa98 long_drum
1f3b7 saxophone
1f3ba trumpet
1fa8a trombone
1fa97 accordion
1f3b8 guitar
1fa95 banjo
1fa89 harp
1f3bb violin
1fa88 flute
1f3b2 game_die
265f! chess_pawn
1f3af dart direct_hit
1f3b3 bowling
1f3ae video_game
1f3b0 slot_machine
1f9e9 jigsaw puzzle_piece
1f697 red_car automobile
1f695 taxi
1f699 blue_car
1f6fb pickup_truck
1f690 minibus
1f68c bus
1f68e trolleybus
1f3ce! race_car racing_car
1f693 police_car
1f691 ambulance
1f692 fire_engine
1f69a truck
1f69b articulated_lorry
1f69c tractor
1f9af probing_cane
1f9bd manual_wheelchair
1f9bc motorized_wheelchair
1fa7c crutch
1f6f4 scooter kick_scooter
1f6b2 bike bicycle
1f6f5 motor_scooter motorbike
1f3cd! motorcycle racing_motorcycle
1f6fa auto_rickshaw
1f6de wheel
1f6a8 rotating_light
1f694 oncoming_police_car
1f68d oncoming_bus
1f698 oncoming_automobile
1f696 oncoming_taxi
1f6a1 aerial_tramway
1f6a0 mountain_cableway
1f69f suspension_railway
1f683 railway_car
1f68b train tram_car
1f69e mountain_railway
1f69d monorail
1f684 bullettrain_side
1f685 bullettrain_front bullet_train
1f688 light_rail
1f682 steam_locomotive locomotive
1f686 train2
1f687 metro
1f68a tram
1f689 station
1f6eb airplane_departure
1f6ec airplane_arriving
1f6e9! airplane_small small_airplane
1f4ba seat
1f6f0! satellite_orbital
1f680 rocket
1f6f8 flying_saucer
1f681 helicopter
1f6f6 canoe kayak
26f5 sailboat
1f6a4 speedboat
1f6e5! motorboat motor_boat
1f6f3! cruise_ship passenger_ship
26f4! ferry
1f6a2 ship
1f6df ring_buoy
1fa9d hook
26fd fuelpump fuel_pump
1f6a7 construction
1f6a6 vertical_traffic_light
1f6a5 traffic_light
1f68f busstop bus_stop
1f5fa! map world_map
1f5ff moyai moai
1f5fd statue_of_liberty
1f5fc tokyo_tower
1f3f0 european_castle castle
1f3ef japanese_castle
1f3df! stadium
1f3a1 ferris_wheel
1f3a2 roller_coaster
1f3a0 carousel_horse
26f2 fountain
26f1! beach_umbrella umbrella_on_ground
1f3d6! beach beach_with_umbrella
1f3dd! island desert_island
1f3dc! desert
1f30b volcano
26f0! mountain
1f3d4! mountain_snow snow_capped_mountain
1f5fb mount_fuji
1f3d5! camping
26fa tent
1f3e0 house
1f3e1 house_with_garden
1f3d8! homes house_buildings houses
1f3da! house_abandoned derelict_house_building
1f6d6 hut
1f3d7! construction_site building_construction
1f3ed factory
1f3e2 office
1f3ec department_store
1f3e3 post_office
1f3e4 european_post_office
1f3e5 hospital
1f3e6 bank
1f3e8 hotel
1f3ea convenience_store
1f3eb school
1f3e9 love_hotel
1f492 wedding
1f3db! classical_building
26ea church
1f54c mosque
1f54d synagogue
1f6d5 hindu_temple
1f54b kaaba
26e9! shinto_shrine
1f6e4! railway_track railroad_track
1f6e3! motorway
1f5fe japan map_of_japan
1f391 rice_scene
1f3de! park national_park
1f305 sunrise
1f304 sunrise_over_mountains
1f320 stars shooting_star
1f387 sparkler
1f386 fireworks
1f307 city_sunset city_sunrise sunset
1f306 city_dusk
1f3d9! cityscape
1f303 night_with_stars
1f30c milky_way
1f309 bridge_at_night
1f301 foggy
231a watch
1f4f1 mobile_phone
1f4f2 calling
1f4bb computer
1f5a5! desktop desktop_computer
1f5a8! printer
1f5b1! mouse_three_button three_button_mouse
1f5b2! trackball
1f579! joystick
1f5dc! compression clamp
1f4bd minidisc computer_disk
1f4be floppy_disk
1f4bf cd optical_disk
1f4c0 dvd
1f4fc vhs videocassette
1f4f7 camera
1f4f8 camera_with_flash
1f4f9 video_camera
1f3a5 movie_camera
1f4fd! projector film_projector
1f39e! film_frames
1f4de telephone_receiver
260e! telephone
1f4df pager
1f4e0 fax fax_machine
1f4fa tv television
1f4fb radio
1f399! microphone2 studio_microphone
1f39a! level_slider
1f39b! control_knobs
1f9ed compass
23f1! stopwatch
23f2! timer timer_clock
23f0 alarm_clock
1f570! clock mantlepiece_clock
231b hourglass
23f3 hourglass_flowing_sand
1f4e1 satellite
1f50b battery
1faab low_battery
1f50c electric_plug
1f4a1 bulb light_bulb
1f526 flashlight
1f56f! candle
1fa94 diya_lamp
1f9ef fire_extinguisher
1f6e2! oil oil_drum
1f4b8 money_with_wings
1f4b5 dollar
1f4b4 yen yen_banknote
1f4b6 euro euro_banknote
1f4b7 pound
1fa99 coin
1f4b0 moneybag money_bag
1f4b3 credit_card
1faaa identification_card
1f48e gem gem_stone
1fa8e treasure_chest
1fa9c ladder
1f9f0 toolbox
1fa9b screwdriver
1f527 wrench
1f528 hammer
1f6e0! tools hammer_and_wrench
26cf! pick
1fa8f shovel
1fa9a carpentry_saw
1f529 nut_and_bolt
1faa4 mouse_trap
1f9f1 bricks brick
26d3! chains
26d3!_1f4a5 broken_chain
1f9f2 magnet
1f52b gun pistol
1f4a3 bomb
1f9e8 firecracker
1fa93 axe
1f52a knife kitchen_knife
1f5e1! dagger dagger_knife
1f6e1! shield
1f6ac smoking cigarette
26b0! coffin
1faa6 headstone
26b1! urn funeral_urn
1f3fa amphora
1f52e crystal_ball
1f4ff prayer_beads
1f9ff nazar_amulet
1faac hamsa
1f488 barber barber_pole
1f52d telescope
1f52c microscope
1f573! hole
1fa7b x_ray
1fa79 adhesive_bandage
1fa7a stethoscope
1f48a pill
1f489 syringe
1fa78 drop_of_blood
1f9ec dna
1f9a0 microbe
1f9eb petri_dish
1f9ea test_tube
1f321! thermometer
1f9f9 broom
1faa0 plunger
1f9fa basket
1f9fb roll_of_paper
1f6bd toilet
1f6b0 potable_water
1f6bf shower
1f6c1 bathtub
1f6c0+ bath
1f9fc soap
1faa5 toothbrush
1fa92 razor
1faae hair_pick
1f9fd sponge
1faa3 bucket
1f9f4 squeeze_bottle lotion_bottle
1f6ce! bellhop bellhop_bell
1f511 key
1f5dd! key2 old_key
1f6aa door
1fa91 chair
1f6cb! couch couch_and_lamp
1f6cf! bed
1f6cc+ sleeping_accommodation person_in_bed person_in_bed~
1f9f8 teddy_bear
1fa86 nesting_dolls
1f5bc! frame_photo frame_with_picture
1fa9e mirror
1fa9f window
1f6cd! shopping_bags
1f6d2 shopping_cart shopping_trolley
1f381 gift wrapped_gift
1f388 balloon
1f38f flags carp_streamer
1f380 ribbon
1fa84 magic_wand
1fa85 piñata
1f38a confetti_ball
1f389 tada party_popper
1f38e dolls
1faad folding_hand_fan
1f3ee izakaya_lantern
1f390 wind_chime
1faa9 mirror_ball
1f9e7 red_envelope
1f4e9 envelope_with_arrow
1f4e8 incoming_envelope
1f4e7 e-mail email e_mail
1f48c love_letter
1f4e5 inbox_tray
1f4e4 outbox_tray
1f4e6 package
1f3f7! label
1faa7 placard
1f4ea mailbox_closed
1f4eb mailbox
1f4ec mailbox_with_mail
1f4ed mailbox_with_no_mail
1f4ee postbox
1f4ef postal_horn
1f4dc scroll
1f4c3 page_with_curl
1f4c4 page_facing_up
1f4d1 bookmark_tabs
1f9fe receipt
1f4ca bar_chart
1f4c8 chart_with_upwards_trend
1f4c9 chart_with_downwards_trend
1f5d2! notepad_spiral spiral_note_pad
1f5d3! calendar_spiral spiral_calendar_pad
1f4c6 calendar
1f4c5 date
1f5d1! wastebasket
1f4c7 card_index
1f5c3! card_box card_file_box
1f5f3! ballot_box ballot_box_with_ballot
1f5c4! file_cabinet
1f4cb clipboard
1f4c1 file_folder
1f4c2 open_file_folder
1f5c2! dividers card_index_dividers
1f5de! newspaper2 rolled_up_newspaper
1f4f0 newspaper
1f4d3 notebook
1f4d4 notebook_with_decorative_cover
1f4d2 ledger
1f4d5 closed_book
1f4d7 green_book
1f4d8 blue_book
1f4d9 orange_book
1f4da books
1f4d6 book open_book
1f516 bookmark
1f9f7 safety_pin
1f517 link
1f4ce paperclip
1f587! paperclips linked_paperclips
1f4d0 triangular_ruler
1f4cf straight_ruler
1f9ee abacus
1f4cc pushpin
1f4cd round_pushpin
1f58a! pen_ballpoint lower_left_ballpoint_pen pen
1f58b! pen_fountain lower_left_fountain_pen fountain_pen
1f58c! paintbrush lower_left_paintbrush
1f58d! crayon lower_left_crayon
1f4dd pencil memo
270f! pencil2
1f50d mag
1f50e mag_right
1f50f lock_with_ink_pen
1f510 closed_lock_with_key
1f512 lock locked
1f513 unlock unlocked
1fa77 pink_heart
1f9e1 orange_heart
1f49b yellow_heart
1f49a green_heart
1fa75 light_blue_heart
1f499 blue_heart
1f49c purple_heart
1f5a4 black_heart
1fa76 grey_heart
1f90d white_heart
1f90e brown_heart
1f494 broken_heart
1f495 two_hearts
1f49e revolving_hearts
1f493 heartbeat beating_heart
1f497 heartpulse growing_heart
1f496 sparkling_heart
1f498 cupid
1f49d gift_heart
2764!_1fa79 mending_heart
2764!_1f525 heart_on_fire
1f49f heart_decoration
262e! peace peace_symbol
271d! cross latin_cross
262a! star_and_crescent
1f549! om_symbol
1faaf khanda
1f52f six_pointed_star
1f54e menorah
262f! yin_yang
1f6d0 place_of_worship worship_symbol
26ce ophiuchus
264a gemini
264b cancer
264c leo
264d virgo
264e libra
264f scorpius scorpio
1f194 id
269b! atom atom_symbol
1f251 accept
1f4f4 mobile_phone_off
1f4f3 vibration_mode
1f236 u6709
1f21a u7121
1f238 u7533
1f23a u55b6
1f237! u6708
1f19a vs
1f4ae white_flower
1f250 ideograph_advantage
1f234 u5408
1f235 u6e80
1f239 u5272
1f232 u7981
1f170! a
1f171! b
1f18e ab
1f191 cl
1f17e! o2
1f198 sos
274c x cross_mark
2b55 o
1f6d1 octagonal_sign stop_sign
26d4 no_entry
1f4db name_badge
1f6ab no_entry_sign prohibited
1f4af 100
1f4a2 anger
1f6b7 no_pedestrians
1f6af do_not_litter no_littering
1f6b3 no_bicycles
1f6b1 non-potable_water
1f51e underage
1f4f5 no_mobile_phones
1f6ad no_smoking
203c! bangbang
1f505 low_brightness
1f506 high_brightness
303d! part_alternation_mark
26a0! warning
1f6b8 children_crossing
1f531 trident
269c! fleur-de-lis fleur_de_lis
1f530 beginner
267b! recycle
1f22f u6307
1f4b9 chart
274e negative_squared_cross_mark
1f310 globe_with_meridians
1f4a0 diamond_shape_with_a_dot_inside
24c2! m circled_m
1f300 cyclone
1f4a4 zzz
1f3e7 atm
1f6be wc water_closet
267f wheelchair
1f17f! parking
1f6d7 elevator
1f233 u7a7a
1f202! sa
1f6c2 passport_control
1f6c3 customs
1f6c4 baggage_claim
1f6c5 left_luggage
1f6dc wireless
1f6b9 mens mens_room
1f6ba womens womens_room
1f6bc baby_symbol
1f6bb restroom
1f6ae put_litter_in_its_place
1f3a6 cinema
1f4f6 signal_strength antenna_bars
1f201 koko
1f523 symbols input_symbols
1f524 abc
1f521 abcd
1f520 capital_abcd
1f196 ng
1f197 ok
1f199 up
1f192 cool
1f195 new
1f193 free
0030!-20e3 zero
0031!-20e3 one
0032!-20e3 two
0033!-20e3 three
0034!-20e3 four
0035!-20e3 five
0036!-20e3 six
0037!-20e3 seven
0038!-20e3 eight
0039!-20e3 nine
1f51f keycap_ten
1f522 1234 input_numbers
0023!-20e3 hash
002a!-20e3 asterisk keycap_asterisk
23cf! eject eject_symbol
25b6! arrow_forward
23f8! pause_button double_vertical_bar
23ef! play_pause
23f9! stop_button
23fa! record_button
23ed! track_next next_track
23ee! track_previous previous_track
23e9 fast_forward
23ea rewind
23eb arrow_double_up
23ec arrow_double_down
25c0! arrow_backward
1f53c arrow_up_small
1f53d arrow_down_small
27a1! arrow_right right_arrow
2b05! arrow_left left_arrow
2b06! arrow_up up_arrow
2b07! arrow_down down_arrow
21aa! arrow_right_hook
21a9! leftwards_arrow_with_hook
1f500 twisted_rightwards_arrows
1f501 repeat
1f502 repeat_one
1f504 arrows_counterclockwise
1f503 arrows_clockwise
1f3b5 musical_note
1f3b6 notes musical_notes
1f7f0 heavy_equals_sign
267e! infinity
1f4b2 heavy_dollar_sign
1f4b1 currency_exchange
00a9! copyright
00ae! registered
27b0 curly_loop
27bf loop
1f51a end end_arrow
1f519 back back_arrow
1f51b on on_arrow
1f51d top top_arrow
1f51c soon soon_arrow
1f518 radio_button
26aa white_circle
26ab black_circle
1f534 red_circle
1f535 blue_circle
1f7e4 brown_circle
1f7e3 purple_circle
1f7e2 green_circle
1f7e1 yellow_circle
1f7e0 orange_circle
1f53a small_red_triangle
1f53b small_red_triangle_down
1f538 small_orange_diamond
1f539 small_blue_diamond
1f536 large_orange_diamond
1f537 large_blue_diamond
1f533 white_square_button
1f532 black_square_button
25aa! black_small_square
25ab! white_small_square
25fe black_medium_small_square
25fd white_medium_small_square
25fc! black_medium_square
25fb! white_medium_square
2b1b black_large_square
2b1c white_large_square
1f7e7 orange_square
1f7e6 blue_square
1f7e5 red_square
1f7eb brown_square
1f7ea purple_square
1f7e9 green_square
1f7e8 yellow_square
1f508 speaker
1f507 mute muted_speaker
1f509 sound
1f50a loud_sound
1f514 bell
1f515 no_bell
1f4e3 mega megaphone
1f4e2 loudspeaker
1f5e8! speech_left left_speech_bubble
1f441!_1f5e8! eye_in_speech_bubble
1f4ac speech_balloon
1f4ad thought_balloon
1f5ef! anger_right right_anger_bubble
1f0cf black_joker joker
1f3b4 flower_playing_cards
1f004 mahjong
1f550 clock1 one_oclock
1f551 clock2 two_oclock
1f552 clock3 three_oclock
1f553 clock4 four_oclock
1f554 clock5 five_oclock
1f555 clock6 six_oclock
1f556 clock7 seven_oclock
1f557 clock8 eight_oclock
1f558 clock9 nine_oclock
1f559 clock10 ten_oclock
1f55a clock11 eleven_oclock
1f55b clock12 twelve_oclock
1f55c clock130 one_thirty
1f55d clock230 two_thirty
1f55e clock330 three_thirty
1f55f clock430 four_thirty
1f560 clock530 five_thirty
1f561 clock630 six_thirty
1f562 clock730 seven_thirty
1f563 clock830 eight_thirty
1f564 clock930 nine_thirty
1f565 clock1030 ten_thirty
1f566 clock1130 eleven_thirty
1f567 clock1230 twelve_thirty
0030! digit_zero
0031! digit_one
0032! digit_two
0033! digit_three
0034! digit_four
0035! digit_five
0036! digit_six
0037! digit_seven
0038! digit_eight
0039! digit_nine
0023! pound_symbol
002a! asterisk_symbol
26a7 transgender_symbol
1f3f3! flag_white waving_white_flag white_flag
1f3f4 flag_black waving_black_flag black_flag
1f3f4_2620! pirate_flag
1f3c1 checkered_flag
1f6a9 triangular_flag_on_post
1f3f3!_1f308 rainbow_flag gay_pride_flag
1f3f3!_26a7! transgender_flag
1f1fa-1f1f3 united_nations
1f1e8-1f1f1 flag_cl chile
1f1e8-1f1e9 flag_cd congo
1f1ee-1f1e9 flag_id indonesia
1f38c crossed_flags
1f1f3-1f1ec flag_ng nigeria
1f1e8-1f1f6 flag_cq flag_sark
1f1f8-1f1e6 flag_sa saudiarabia saudi
1f1f9-1f1f2 flag_tm turkmenistan
1f1f9-1f1fb flag_tv tuvalu
1f3f4-e0067-e0062-e0065-e006e-e0067-e007f england
1f3f4-e0067-e0062-e0073-e0063-e0074-e007f scotland
1f3f4-e0067-e0062-e0077-e006c-e0073-e007f wales
1f3fb tone1
1f3fc tone2
1f3fd tone3
1f3fe tone4
1f3ff tone5
1f1ff regional_indicator_z
1f1fe regional_indicator_y
1f1fd regional_indicator_x
1f1fc regional_indicator_w
1f1fb regional_indicator_v
1f1fa regional_indicator_u
1f1f9 regional_indicator_t
1f1f8 regional_indicator_s
1f1f7 regional_indicator_r
1f1f6 regional_indicator_q
1f1f5 regional_indicator_p
1f1f4 regional_indicator_o
1f1f3 regional_indicator_n
1f1f2 regional_indicator_m
1f1f1 regional_indicator_l
1f1f0 regional_indicator_k
1f1ef regional_indicator_j
1f1ee regional_indicator_i
1f1ed regional_indicator_h
1f1ec regional_indicator_g
1f1eb regional_indicator_f
1f1ea regional_indicator_e
1f1e9 regional_indicator_d
1f1e8 regional_indicator_c
1f1e7 regional_indicator_b
1f1e6 regional_indicator_a
1faf1+_1faf2+ handshake~~
1f9d1+_1f430_1f9d1+ people_with_bunny_ears~~
1f469+_1f430_1f469+ women_with_bunny_ears~~
1f468+_1f430_1f468+ men_with_bunny_ears~~
1f469+_1f91d_1f468+ woman_and_man_holding_hands~~
1f469+_1f91d_1f469+ women_holding_hands~~
1f468+_1f91d_1f468+ men_holding_hands~~
1f9d1+_2764!_1f9d1+ couple_with_heart_person_person~~
1f9d1+_2764!_1f48b_1f9d1+ kiss_person_person~~
1f9d1+_1faef_1f9d1+ people_wrestling~~
1f469+_1faef_1f469+ women_wrestling~~
1f468+_1faef_1f468+ men_wrestling~~
`;

/** The letters of the countries that have a flag, two each; `flag_de` and `de` are its names. */
export const countries =
	'afaxaldzasadaoaiaqagaramawauatazbsbhbdbbbybebzbjbmbtbobabwbriovgbnbgbfbikhcmcaiccvbqkycftdcncxcccokmcgckcrcihrcucwcyczdkdjdmdoecegsvgqereeeteufkfofjfifrgfpftfgagmgedeghgigrglgdgpgugtgggngwgyhthnhkhuisiniriqieimilitjmjpjejokzkekixkkwkglalvlblslrlyliltlumomkmgmwmymvmlmtmhmqmrmuytmxfmmdmcmnmemsmamzmmnanrnpnlncnzninenunfkpmpnoompkpwpspapgpypephpnplptprqarerorurwwssmstsnrsscslsgsxsksigssbsozakrsseslkblshknlcpmvcsdsrszsechsytwtjtzthtltgtktotttntrtcviuguaaegbusuyuzvuvavevnwfehyezmzwacbvcpeadghmmfsjtaum';
